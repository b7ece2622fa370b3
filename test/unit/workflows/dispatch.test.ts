import { applyDeadline } from '../../../src/incident/commands/apply-deadline';
import type { Chore } from '../../../src/workflows/contract/run-handover';
import { performChore } from '../../../src/workflows/outbox/deliver';
import { IncidentLife } from '../../../src/workflows/run/command-handler';
import type { OpenIncident } from '../../../src/workflows/run/incident-run';
import { CREATED_AT, completeState } from '../../support/sample-state';

jest.mock('../../../src/workflows/state/now', () => ({ now: () => '2026-01-01T10:00:00Z' }));
jest.mock('../../../src/incident/commands/apply-deadline');

const state = completeState();
const incident = { state: () => state, record: { replace: () => {}, publish: () => {} } } as unknown as OpenIncident;

it('an effect that nothing carries out is a defect that is seen, not one that is passed over', () => {
  jest.mocked(applyDeadline).mockReturnValue({ state, effects: [{ kind: 'sing' } as never] });
  expect(() => new IncidentLife(incident).meet({ kind: 'remind', at: CREATED_AT, summary: '' })).toThrow('case without an answer');
});

it('likewise a chore', async () => {
  await expect(performChore(incident, { kind: 'sing' } as unknown as Chore)).rejects.toThrow('case without an answer');
});
