import { userInfo } from 'node:os';
import { connected } from '../../../../../src/client/cli/kit/connected';
import { startIncident } from '../../../../../src/client/cli/start/start';
import type { IncidentClient } from '../../../../../src/client/temporal/incident-client';
import type { Started, StartRequest } from '../../../../../src/client/temporal/incident-start';
import { sampleProbe } from '../../../../support/sample-incident';
import { sampleRunbooks } from '../../../../support/sample-runbooks';

jest.mock('../../../../../src/client/cli/kit/connected');

let printed = '';
beforeEach(() => {
  printed = '';
  jest.mocked(connected).mockReset();
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => jest.restoreAllMocks());

it('tells who starts an incident, and the user of the operating system', async () => {
  const requests: StartRequest[] = [];
  const start = async (request: StartRequest): Promise<Started> => {
    requests.push(request);
    return { incidentId: 'A-1', runId: 'r', created: true, incident: null, status: 'triggered', delivery: null };
  };
  jest.mocked(connected).mockImplementation((work) => work({ start } as unknown as IncidentClient));
  await startIncident(['A-1', '--as', 'ann', '--no-wait'], sampleRunbooks());
  expect(requests).toEqual([{ incidentId: 'A-1', actor: 'ann', via: userInfo().username }]);
});

it.each([[[]], [['--no-wait']], [['--json', '--as', 'ann']], [['--deploy', '--timeout', '5s']]])(
  'starts nothing when nothing describes the incident: %j',
  async (argv) => {
    await expect(startIncident(argv, sampleRunbooks())).rejects.toMatchObject({
      code: 'invalid_input',
      message: 'arguments: nothing describes the incident; give at least one of --title, --event, --severity and --users',
      hint: expect.stringContaining('start-incident --title'),
    });
    expect(connected).not.toHaveBeenCalled();
  },
);

describe('a dry run', () => {
  const runbooks = sampleRunbooks(['network', 'database'], {
    probes: [sampleProbe(), sampleProbe({ key: 'other' })],
    runbooks: ['network'],
    leftOut: ['runbook database: no label db', 'target 127.0.0.1:80: 127.0.0.1 is a loopback address'],
  });
  const dryRun = (...flags: string[]) => startIncident(['--test', '--title', 'x', '--target', '127.0.0.1:80', ...flags], runbooks);

  it('names the runbooks that match, and what is left out and why', async () => {
    await dryRun();
    expect(printed).toMatch(/^runbooks {2}network: 2 probes$/m);
    expect(printed).toMatch(/^skipped {3}runbook database: no label db$/m);
    expect(printed).toMatch(/^skipped {3}target 127\.0\.0\.1:80: 127\.0\.0\.1 is a loopback address$/m);
    expect(connected).not.toHaveBeenCalled();
  });

  it('draws the diagram only for whoever asks for it', async () => {
    await dryRun();
    expect(printed).not.toContain('flowchart');
    await dryRun('--diagram');
    expect(printed).toContain('flowchart');
  });

  it('tells all of it as JSON', async () => {
    await dryRun('--json');
    expect(JSON.parse(printed)).toMatchObject({
      runbooks: ['network'],
      probes: [{ key: sampleProbe().key }, { key: 'other' }],
      left_out: [expect.anything(), expect.anything()],
      mermaid: expect.stringContaining('flowchart'),
    });
  });
});
