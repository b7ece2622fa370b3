import { applyCommand } from '../../../../src/incident/commands/apply-command';
import type { Command } from '../../../../src/incident/model/commands';
import type { IncidentState } from '../../../../src/incident/model/state';
import { isRefusal } from '../../../../src/incident/text/refusal';
import { newsOf } from '../../../../src/incident/war-room/news';
import { after, completeState } from '../../../support/sample-state';

function entryAfter(state: IncidentState, command: Command) {
  const outcome = applyCommand(state, command, after(60));
  if (isRefusal(outcome)) throw new Error(outcome.message);
  return newsOf(outcome.state)?.entries[0];
}
const ack: Command = { name: 'acknowledge', actor: 'ben' };

describe('newsOf', () => {
  it.each(['critical', 'high'] as const)('asks for a commander when somebody takes a %s incident that has none', (severity) => {
    expect(entryAfter(completeState({}, { severity }), ack)).toEqual({
      actor: 'ben',
      kind: 'acknowledge',
      lacksCommander: 'PROD-20260101-001',
    });
  });

  it('asks for none of a milder one, of one that has one, and with no other news', () => {
    const state = completeState();
    const commanded = { ...state, roles: { ...state.roles, commander: { reference: '@ben', name: 'Ben', userId: null } } };
    const entries = [
      entryAfter(completeState({}, { severity: 'medium' }), ack),
      entryAfter(commanded, ack),
      entryAfter({ ...state, status: 'acknowledged' }, { name: 'addNote', actor: 'ben', text: 'x' }),
    ];
    for (const entry of entries) expect(entry).not.toHaveProperty('lacksCommander');
  });
});
