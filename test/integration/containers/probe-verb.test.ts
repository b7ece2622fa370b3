import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describeWith } from '../../support/needs';
import { expectOutput } from '../../support/output-schemas';

const PROGRAM = join(__dirname, '..', '..', '..', 'dist', 'client', 'incident.js');
const EVENT = join(__dirname, '..', '..', '..', 'examples', 'alertmanager-database.json');

const incident = (...args: readonly string[]) => incidentWith(process.env.TEST_DOCKER_HOST, ...args);

function incidentWith(dockerHost: string | undefined, ...args: readonly string[]) {
  const env = { ...process.env, DOCKER_HOST: dockerHost };
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], { env, encoding: 'utf8' });
  expectOutput('incident', args, stdout);
  return { status, stdout, json: stdout.startsWith('{') || stdout.startsWith('[') ? JSON.parse(stdout) : null, stderr };
}

it('runs nothing without an engine, and says so', () => {
  const { status, stderr } = incidentWith('unix:///nowhere/docker.sock', 'probe', 'evidence', 'log-signatures', '--event', EVENT);
  expect([status, stderr]).toEqual([3, expect.stringMatching(/docker\.sock.*\nNothing was run\. /)]);
});

describeWith(['engine'], 'runbooks without an incident', () => {
  it('says what would run for an alert, and why the rest would not', () => {
    const { status, json } = incident('runbooks', '--event', EVENT, '--json');
    expect(status).toBe(0);
    expect(json.runbooks.map(({ id }: { id: string }) => id)).toContain('network');
    expect(json.probes.map(({ key }: { key: string }) => key)).toContain('http-health:https-shop-example-com-health');
    expect(json.left_out).toContainEqual(expect.stringContaining('database-connect'));
  });

  it('runs one probe for real, and prints its finding', () => {
    const { status, json } = incident('probe', 'evidence', 'log-signatures', '--event', EVENT, '--json');
    expect(status).toBe(0);
    const heard = { cause: 'connections_exhausted', text: 'Database connection pool exhausted. FATAL: sorry, too many clients already' };
    expect(json).toEqual([
      expect.objectContaining({
        ...{ probe: 'log-signatures', kind: 'correlation', attempt: 1, status: 'warn', summary: 'too many connections' },
        evidence: [`too many connections: ${heard.text}`],
        facts: [expect.objectContaining(heard)],
      }),
    ]);
    expect(incident('probe', 'evidence', 'log-signatures', '--event', EVENT).stdout).toContain(json[0].summary);
  });

  it('names what it does not know, and why a probe has nothing to look at', () => {
    expect(incident('probe', 'netwrok', 'dns-resolve').stderr).toContain('"netwrok" is not a runbook');
    expect(incident('probe', 'network', 'dns').stderr).toContain('"dns" is not a probe of network');
    const { status, stderr } = incident('probe', 'network', 'dns-resolve');
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^--target: is missing: .*\(allowed: a host name\)\n.*no target is known/)]);
    const given = incident('probe', 'network', 'dns-resolve', '--target', '10.0.0.1:80').stderr;
    expect(given).toMatch(/^--target: gives dns-resolve nothing to look at \(allowed: a host name\)/);
  });

  it.each([
    [
      'metrics',
      'service-metrics',
      [],
      /^dataSources: service-metrics has no data source to ask\n.*prometheus: no such source is configured/,
    ],
    [
      'postgresql',
      'postgresql-activity',
      ['--target', 'db-1.example.com:5432'],
      /^(toolsImage|probeSecrets): postgresql-activity .*\n.*Skipped: /,
    ],
    ['outside', 'vendor-status', [], /^dataSources: vendor-status /],
  ])('blames the configuration for what that lacks: %s %s', (runbook, probe, flags, said) => {
    const { status, stderr } = incident('probe', runbook, probe, ...flags);
    expect([status, stderr]).toEqual([2, expect.stringMatching(said)]);
  });
});
