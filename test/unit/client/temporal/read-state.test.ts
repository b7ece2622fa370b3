import type { Client } from '@temporalio/client';
import { type Look, readState } from '../../../../src/client/temporal/read-state';
import type { IncidentState } from '../../../../src/incident/model/state';
import { completeState } from '../../../support/sample-state';

const look = (status: string): Look => ({
  incidentId: 'A-1',
  runId: 'first',
  status,
  historyLength: 5,
  startedAt: '2026-01-01T10:00:00Z',
  waiting: [],
  known: { severity: null, status: null, source: null, channel: null, blockedStep: null, responders: [], title: null, owner: null },
});

/** A closed incident, whose result is this; nobody answers queries. */
function closedWith(result: IncidentState): Client {
  return { workflow: { getHandle: () => ({ result: async () => result }) } } as unknown as Client;
}

it('gives the entries of a result their words, which it does not have', async () => {
  const closed = completeState();
  expect(closed.timeline[0]).not.toHaveProperty('text');
  const { state, source } = await readState(closedWith(closed), 'x:1', look('COMPLETED'));
  expect(source).toBe('result');
  expect(state?.timeline).toEqual([
    { at: closed.createdAt, recordedAt: closed.createdAt, actor: 'ann', kind: 'declared', text: 'declared the incident', requestId: null },
  ]);
});

it('leaves the words of one that older code has closed', async () => {
  const entry = { at: 'a', recordedAt: 'b', actor: 'ann (via root)', kind: 'declared', text: 'opened it', requestId: null };
  const { state } = await readState(closedWith(completeState({ timeline: [entry] })), 'x:1', look('COMPLETED'));
  expect(state?.timeline).toEqual([entry]);
});
