import { applyCommand } from '../../../../src/incident/commands/apply-command';
import { cancelInTemporal } from '../../../../src/incident/commands/temporal-cancel';
import type { IncidentState } from '../../../../src/incident/model/state';
import { isRefusal } from '../../../../src/incident/text/refusal';
import { after, completeState } from '../../../support/sample-state';

function resolved(): IncidentState {
  const outcome = applyCommand(completeState(), { name: 'resolve', actor: 'ben' }, after(120));
  if (isRefusal(outcome)) throw new Error(outcome.message);
  return outcome.state;
}

it('closes a resolved incident at once, with its resolution kept', () => {
  const outcome = cancelInTemporal(resolved(), after(180));
  expect(outcome).toMatchObject({
    state: {
      status: 'resolved',
      resolvedBy: 'ben',
      resolvedAt: after(120),
      archiveDueAt: null,
      closedAt: after(180),
      metrics: { timeToResolveMs: 120_000 },
    },
    effects: [{ kind: 'postNews' }, { kind: 'writeReport' }],
  });
});

it('leaves one that is closed as it is', () => {
  expect(cancelInTemporal({ ...resolved(), closedAt: after(150) }, after(180))).toMatchObject({ code: 'closed' });
});

it('cancels one that is not over, as the command does', () => {
  const outcome = cancelInTemporal(completeState(), after(60));
  expect(outcome).toMatchObject({ state: { status: 'cancelled', closedAt: null } });
  expect(isRefusal(outcome) ? null : outcome.state.timeline.at(-1)).toMatchObject({ kind: 'cancel', actor: 'temporal' });
});
