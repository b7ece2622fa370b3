import { applyCommand } from '../../../../src/incident/commands/apply-command';
import type { CommandOf } from '../../../../src/incident/model/commands';
import { describeEntry } from '../../../../src/incident/timeline-words/describe-entry';
import { after, completeState } from '../../../support/sample-state';

const ANA = { userId: 'U0ANA', name: 'Ana Ruiz', reference: 'ana@example.com', method: 'email' } as const;
const people = (...resolved: (typeof ANA)[]) => ({ resolved, unresolved: [], resolutionRate: 1 });
const take = (changes: Partial<CommandOf<'assign'>> = {}): CommandOf<'assign'> => ({
  name: 'assign',
  actor: 'slack:U0ANA',
  actorName: 'Ana Ruiz',
  via: 'slack',
  user: 'U0ANA',
  role: 'commander',
  ...changes,
});

function given(command: CommandOf<'assign'>, called: ReturnType<typeof people>) {
  const change = applyCommand(completeState({ people: called }), command, after(60));
  if ('code' in change) throw new Error(change.message);
  const newest = change.state.timeline.at(-1);
  return { isCalled: change.effects.some(({ kind }) => kind === 'callPeople'), words: newest === undefined ? '' : describeEntry(newest) };
}

describe('somebody who takes a role', () => {
  it('is not paged, if they are in the room already', () => {
    expect(given(take(), people(ANA))).toEqual({ isCalled: false, words: 'took the commander role' });
    expect(given({ ...take(), role: undefined } as never, people(ANA)).words).toBe('took the incident');
  });

  it('is invited, if they are not', () => {
    expect(given(take(), people()).isCalled).toBe(true);
  });

  it('is told apart from somebody who gets it from another', () => {
    expect(given(take({ actor: 'slack:U0BEN', actorName: 'Ben Ode' }), people(ANA))).toEqual({
      isCalled: true,
      words: 'assigned the commander role to Ana Ruiz',
    });
  });
});
