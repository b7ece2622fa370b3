import { applyDeadline } from '../../../src/incident/commands/apply-deadline';
import type { OutboxItem } from '../../../src/workflows/contract/run-handover';
import type { IncidentAccess } from '../../../src/workflows/incident-access';
import { deliver } from '../../../src/workflows/outbox/deliver';
import { CommandHandler } from '../../../src/workflows/run/command-handler';
import { CREATED_AT, completeState } from '../../support/sample-state';

jest.mock('../../../src/workflows/state/now', () => ({ now: () => '2026-01-01T10:00:00Z' }));
jest.mock('../../../src/incident/commands/apply-deadline');
// The scope of the inbox needs a workflow around it.
jest.mock('../../../src/workflows/calls/lane-queue');

const state = completeState();
const incident = { state: () => state, record: { replace: () => {} }, byHand: { publish: () => {} } } as unknown as IncidentAccess;

it('an effect that nothing carries out is a defect that is seen, not one that is passed over', () => {
  jest.mocked(applyDeadline).mockReturnValue({ state, effects: [{ kind: 'sing' } as never] });
  expect(() => new CommandHandler(incident, []).meet({ kind: 'remind', at: CREATED_AT, summary: '' })).toThrow('unhandled case');
});

it('likewise an item of the outbox', async () => {
  await expect(deliver(incident, { kind: 'sing' } as unknown as OutboxItem)).rejects.toThrow('unhandled case');
});
