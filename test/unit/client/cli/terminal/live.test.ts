import { PassThrough } from 'node:stream';
import { ACCEPTED, createLive } from '../../../../../src/client/cli/terminal/live';
import type { Reading } from '../../../../../src/client/temporal/read-state';
import type { IncidentState } from '../../../../../src/incident/model/state';
import { wordedState } from '../../../../../src/incident/timeline-words/worded-state';
import { completeState, newState } from '../../../../support/sample-state';

type Given = Omit<Partial<Reading>, 'state'> & { readonly state?: IncidentState | null };

const base: Reading = {
  incidentId: 'A-1',
  state: null,
  source: 'server',
  status: 'RUNNING',
  startedAt: '2026-01-01T10:00:00Z',
  waiting: [],
  known: { severity: null, status: null, source: null, channel: null, blockedStep: null, responders: [], title: null, owner: null },
  failure: null,
  runId: 'r',
  historyLength: 1,
};

function shown(readings: readonly Given[], terminal = false, columns = 80): string {
  const stream = new PassThrough() as unknown as NodeJS.WriteStream;
  if (terminal) Object.assign(stream, { isTTY: true, columns, hasColors: () => false });
  const live = createLive(stream, ACCEPTED);
  for (const reading of readings) live.show({ ...base, ...reading, state: reading.state ? wordedState(reading.state) : null });
  return String((stream as unknown as PassThrough).read() ?? '');
}

describe('createLive', () => {
  it('says that an incident is accepted and waits for a worker, once', () => {
    expect(shown([{}, {}])).toBe('accepted; waiting for a worker to pick it up (npm start runs one)\n');
  });

  it('counts those who are still being looked for by themselves', () => {
    const unresolved = ['dana.k', 'zoe'].map((reference) => ({ reference, reason: 'being read', isPending: reference === 'zoe' }));
    const people = { resolved: [], unresolved, resolutionRate: 0 };
    expect(shown([{ state: completeState({ people }) }])).toContain('0 found, 1 not found, still searching for 1');
  });

  it('prints each settled step once where there is no terminal', () => {
    const lines = shown([{ state: newState() }, { state: completeState() }, { state: completeState() }])
      .trim()
      .split('\n');
    expect(lines).toHaveLength(7);
    expect(lines.every((line) => line.startsWith('✓'))).toBe(true);
  });

  it('keeps on a terminal what was seen when the worker goes, and says so', () => {
    const text = shown([{ state: completeState() }, {}], true);
    const last = text.slice(text.lastIndexOf('parseIncidentEvent'));
    expect(last).toContain('no worker is answering');
    expect(text.slice(text.lastIndexOf('\u001b[')).includes('✓ parseIncidentEvent')).toBe(true);
  });

  it('cuts nothing away on a terminal that does not tell its size', () => {
    expect(shown([{ state: completeState() }], true, 0)).toContain('parseIncidentEvent');
  });

  it('names what is waited for, once a cause and not once an attempt', () => {
    const waiting = (attempt: number, item: string) => ({
      activityId: `runProbes.1.${item}`,
      attempt,
      lastFailure: 'engine down\u001b[31m',
      nextTryAt: null,
    });
    const text = shown([
      { waiting: [waiting(2, 'a')] },
      { waiting: [waiting(3, 'a'), waiting(3, 'b')] },
      { waiting: [waiting(4, 'a'), waiting(5, 'b')] },
    ]);
    expect(text.split('\n').filter((line) => line.includes('engine down'))).toEqual([
      '  waiting to run the probes (×2): engine down (attempt 3; retrying automatically)',
    ]);
  });

  it('lets no control character of a title through', () => {
    const text = shown([{ state: completeState({}, { title: 'a\u001b[2J\u001b]0;x\u0007\u202eb' }) }]);
    expect(text).toContain('ab');
    expect(['\u001b', '\u0007', '\u202e'].filter((char) => text.includes(char))).toEqual([]);
  });
});
