import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { connected } from '../../../../src/client/cli/kit/connected';
import { startIncident } from '../../../../src/client/cli/start/start';
import { addReportVerb } from '../../../../src/client/cli/verbs/report';
import { follow } from '../../../../src/client/temporal/follow';
import type { IncidentClient } from '../../../../src/client/temporal/incident-client';
import type { Reading } from '../../../../src/client/temporal/read-state';
import type { IncidentState } from '../../../../src/incident/model/state';
import { wordedState } from '../../../../src/incident/timeline-words/worded-state';
import { sampleRunbooks } from '../../../support/sample-runbooks';
import { completeState, MISSING_SCOPE, newState, withNodes } from '../../../support/sample-state';

jest.mock('../../../../src/client/cli/kit/connected');
jest.mock('../../../../src/client/temporal/follow');

const KEYS = ['code', 'message', 'field', 'allowed', 'hint'];
let printed = '';
beforeEach(() => {
  printed = '';
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => jest.restoreAllMocks());

function readingOf(state: IncidentState | null): Reading {
  const known = { severity: null, status: null, source: null, channel: null, blockedStep: null, responders: [], title: null, owner: null };
  return {
    incidentId: 'A-1',
    state: state && wordedState(state),
    source: 'workflow',
    status: 'RUNNING',
    startedAt: '',
    waiting: [],
    known: known as never,
    failure: null,
    runId: 'r',
    historyLength: 1,
  };
}

/** Exit code and JSON of a start whose response is as given. */
async function started(state: IncidentState, isOver: boolean): Promise<{ code?: number; json: Record<string, unknown> }> {
  const start = async () => ({ incidentId: 'A-1', runId: 'r', created: true, incident: null, status: 'triggered', delivery: null });
  jest.mocked(connected).mockImplementation((work) => work({ start } as unknown as IncidentClient));
  jest.mocked(follow).mockResolvedValue({ reading: readingOf(state), isOver });
  const thrown = await startIncident(['A-1', '--json'], sampleRunbooks()).catch((error: unknown) => error);
  return { ...(thrown as { code?: number } | undefined), json: JSON.parse(printed) };
}

describe('a command that ends with a result and not as asked, as JSON', () => {
  it('has the error beside the report when the time is over', async () => {
    const { code, json } = await started(newState(), false);
    expect(code).toBe(6);
    expect(json).toMatchObject({
      complete: false,
      steps: expect.any(Array),
      error: { code: 'timeout', hint: expect.stringContaining('A-1') },
    });
    expect(Object.keys(json.error as object)).toEqual(KEYS);
  });

  it('names what is blocked, why, and how to go on', async () => {
    const state = withNodes(completeState({ incidentId: 'A-1' }), { createChannel: { status: 'blocked', problem: MISSING_SCOPE } });
    const { code, json } = await started(state, true);
    expect(code).toBe(1);
    expect(json).toMatchObject({
      incident_id: 'A-1',
      error: {
        code: 'blocked',
        message: expect.stringContaining(`createWarRoom is blocked: ${MISSING_SCOPE.message}`),
        hint: `${MISSING_SCOPE.mend} Then retry: incident retry-step A-1 createWarRoom. Or skip it: incident skip-step A-1 createWarRoom --reason "…"`,
      },
      blocked: [{ step: 'createWarRoom', status: 'blocked', error: MISSING_SCOPE.message, mend: MISSING_SCOPE.mend }],
    });
  });

  it('says failed when nothing is blocked', async () => {
    const { code, json } = await started(completeState({ overallStatus: 'failed' }), true);
    expect([code, json.error]).toEqual([1, expect.objectContaining({ code: 'failed' })]);
  });

  it('has none when the response is complete', async () => {
    const { code, json } = await started(completeState(), true);
    expect(code).toBeUndefined();
    expect(json).not.toHaveProperty('error');
  });

  it.each([
    [['--json'], 'json', '{'],
    [['--json', '--format', 'html'], 'html', '<!DOCTYPE html>'],
  ])('says as JSON where a report was written, and %j writes %s', async (flags, format, start) => {
    const read = async () => readingOf(completeState());
    jest.mocked(connected).mockImplementation((work) => work({ read } as unknown as IncidentClient));
    const out = join(mkdtempSync(join(tmpdir(), 'report-')), 'report');
    const program = new Command();
    addReportVerb(program);
    await program.parseAsync(['report', 'A-1', '--out', out, ...flags], { from: 'user' });
    expect(JSON.parse(printed)).toEqual({ incident_id: completeState().incidentId, written: out, format });
    expect(readFileSync(out, 'utf8').startsWith(start)).toBe(true);
  });

  it('says that a report was not written when no worker can tell it', async () => {
    const read = async () => readingOf(null);
    jest.mocked(connected).mockImplementation((work) => work({ read } as unknown as IncidentClient));
    const folder = mkdtempSync(join(tmpdir(), 'report-'));
    const out = join(folder, 'report.md');
    const program = new Command();
    addReportVerb(program);
    await expect(program.parseAsync(['report', 'A-1', '--out', out, '--json'], { from: 'user' })).rejects.toMatchObject({ code: 3 });
    expect(JSON.parse(printed)).toMatchObject({
      source: 'server',
      error: { code: 'service_unreachable', message: expect.stringContaining(out), hint: expect.stringContaining('npm start') },
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});
