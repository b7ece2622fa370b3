import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { connected } from '../../../../../src/client/cli/kit/connected';
import { tellError } from '../../../../../src/client/cli/kit/tell-error';
import { addReadingVerbs } from '../../../../../src/client/cli/verbs';
import type { IncidentClient } from '../../../../../src/client/temporal/incident-client';
import { NO_SERVICES } from '../../../../support/sample-alert-rules';

jest.mock('../../../../../src/client/cli/kit/connected');

const CONFIG = `
sources:
  prod-am: { type: alertmanager, auth: none }
maintenance:
  - { name: patching, when: { labels: { env: staging } }, from: "2026-01-04T02:00:00+01:00", to: "2026-01-04T05:00:00+01:00" }
`;
const WINDOW = {
  id: 'm-1',
  when: { labels: { team: ['data'] } },
  from: '2026-01-04T01:00:00.000Z',
  to: '2099-01-04T02:00:00.000Z',
  reason: 'moving \u001b[31mred',
  actor: 'ann',
  addedAt: '2026-01-04T01:00:00.000Z',
  ended: null,
};
const SENT = { applied: true, repeated: false, requestId: 'r-1', id: 'm-1', window: WINDOW };
const ADD = ['add', '--when', 'team=data', '--for', '2h', '--reason', 'moving'];

let folder: string;
let printed: string;
let noted: string;
const changeMaintenance = jest.fn(async (..._sent: unknown[]): Promise<object> => SENT);
const maintenance = jest.fn(async () => ({ windows: [WINDOW], state: 'current' }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maintenance-'));
  const path = join(folder, 'incident.config.yaml');
  writeFileSync(path, CONFIG);
  jest.replaceProperty(process, 'env', { INCIDENT_CONFIG: path, INCIDENT_ACTOR: 'ann' });
  printed = '';
  noted = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    noted += String(text);
    return true;
  });
  jest.mocked(connected).mockImplementation((work) => work({ changeMaintenance, maintenance } as unknown as IncidentClient));
  changeMaintenance.mockClear();
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

async function run(...argv: string[]): Promise<void> {
  const program = new Command('incident').exitOverride();
  addReadingVerbs(program, NO_SERVICES.services);
  await program.parseAsync(['maintenance', ...argv], { from: 'user' });
}
/** The exit code and the message. */
const refused = (argv: readonly string[]): Promise<readonly [number, string]> =>
  run(...argv).then(
    () => [0, ''],
    (error: unknown) => [tellError(error).exit, tellError(error).json.message],
  );
const sentWhen = () => (changeMaintenance.mock.calls[0]?.[1] as { when: object } | undefined)?.when;

describe('incident maintenance', () => {
  it('lists those that were added and those that are configured', async () => {
    await run();
    expect(
      printed
        .trim()
        .split('\n')
        .map((line) => line.trim().split(/ {2,}/)),
    ).toEqual([
      ['id', 'state', 'from', 'to', 'by', 'when', 'reason'],
      ['m-1', 'active', '2026-01-04 01:00 UTC', '2099-01-04 02:00 UTC', 'ann', 'team=data', 'moving red'],
      ['patching', 'ended', '2026-01-04 01:00 UTC', '2026-01-04 04:00 UTC', 'configuration', 'env=staging'],
    ]);
  });

  it('prints one document with --json, and says beside it that a change is not applied yet', async () => {
    maintenance.mockResolvedValueOnce({ windows: [], state: 'pending' });
    await run('--json');
    expect(JSON.parse(printed)).toMatchObject([{ name: 'patching', origin: 'configured', recurs: null }]);
    expect(noted).toContain('no worker has applied yet');
  });
});

describe('incident maintenance add', () => {
  it('sends what was asked for, and says when it begins and ends', async () => {
    await run(...ADD, '--request-id', 'r-1', '--as', 'bob');
    expect(changeMaintenance).toHaveBeenCalledWith('addMaintenance', {
      actor: 'bob',
      via: expect.any(String),
      requestId: 'r-1',
      when: { labels: { team: ['data'] } },
      to: expect.any(String),
      reason: 'moving',
    });
    expect(printed).toMatch(/^m-1: alerts with team=data are only recorded from 2026-01-04 01:00 UTC.* to 2099-01-04 02:00 UTC.*\n$/);
  });

  it('says that it is held without a worker', async () => {
    changeMaintenance.mockResolvedValueOnce({ ...SENT, applied: false, id: null, window: null });
    await run(...ADD, '--json');
    expect(JSON.parse(printed)).toMatchObject({ applied: false, id: null, message: 'accepted; it will be applied when a worker returns' });
  });

  it.each([
    [
      ['--when', 'team=data', '--when', 'severity=Low', '--when', 'severity=medium'],
      { labels: { team: ['data'] }, severity: ['low', 'medium'] },
    ],
    [['--when', 'team=data', 'source=prod-am,alertmanager'], { labels: { team: ['data'] }, source: ['prod-am', 'alertmanager'] }],
    [['--when', 'source=*'], {}],
    [['--when', 'severity=*', '--when', 'host=*'], { labels: { host: ['*'] } }],
    [['--when', 'query=a=b'], { labels: { query: ['a=b'] } }],
  ])('reads %j', async (argv, when) => {
    await run('add', ...argv, '--for', '2h', '--reason', 'moving');
    expect(sentWhen()).toEqual(when);
  });

  it.each([
    [['--for', '2h', '--reason', 'x'], '--when: is missing'],
    [['--for', '2h', '--reason', 'x'], '--when source=*'],
    [['--when', 'team', '--for', '2h', '--reason', 'x'], '"team" is not a condition'],
    [['--when', '=data', '--for', '2h', '--reason', 'x'], '"=data" is not a condition'],
    [['--when', 'team=', '--for', '2h', '--reason', 'x'], '"team=" is not a condition'],
    [['--when', 'severity=urgent', '--for', '2h', '--reason', 'x'], '"urgent" is not a severity'],
    [['--when', 'source=prod', '--for', '2h', '--reason', 'x'], '"source=prod": there is no such source (allowed: prod-am, alertmanager)'],
    [['--when', 'a=b', '--for', '2h'], '--reason'],
    [['--when', 'a=b', '--for', '2h', '--reason', ' '], '--reason'],
    [['--when', 'a=b', '--reason', 'x'], 'either --for or --to'],
    [['--when', 'a=b', '--for', '2h', '--to', '2099-01-01T00:00:00Z', '--reason', 'x'], 'either --for or --to'],
    [['--when', 'a=b', '--for', '2 hours', '--reason', 'x'], '"2 hours" is not a duration'],
    [['--when', 'a=b', '--for', '0h', '--reason', 'x'], '"0h"'],
    [['--when', 'a=b', '--for', '999999d', '--reason', 'x'], '"999999d"'],
    [['--when', 'a=b', '--to', '2026-01-04T02:00', '--reason', 'x'], '"2026-01-04T02:00" is not a time with its zone'],
    [['--when', 'a=b', '--from', '2099-01-02T00:00:00Z', '--to', '2099-01-01T00:00:00Z', '--reason', 'x'], 'is not after the beginning'],
    [['--when', 'a=b', '--to', '2020-01-01T00:00:00Z', '--reason', 'x'], '--to'],
    [['--when', 'a=b', '--from', '2020-01-01T00:00:00Z', '--for', '2h', '--reason', 'x'], 'over already'],
  ])('refuses %j as bad usage, and sends nothing', async (argv, words) => {
    expect(await refused(['add', ...argv])).toEqual([2, expect.stringContaining(words)]);
    expect(changeMaintenance).not.toHaveBeenCalled();
  });
});

describe('incident maintenance end', () => {
  it('ends it, and says when alerts are judged again', async () => {
    await run('end', 'm-1');
    expect(changeMaintenance).toHaveBeenCalledWith('endMaintenance', { actor: 'ann', via: expect.any(String), id: 'm-1' });
    expect(printed).toBe('m-1 has ended; alerts that still fire are judged again within 5 min\n');
  });

  it.each([
    [['end', 'patching'], 5, 'patching is configured'],
    [['end', 'm-2'], 4, 'there is no maintenance m-2'],
    [['end'], 2, 'ID: is missing'],
    [['end', 'm-1', '--reason', 'x'], 2, '--reason: is only for incident maintenance add'],
    [['stop', 'm-1'], 2, '"stop" is not a known action'],
    [[...ADD, '--as', ' '], 2, '--as'],
    [['add', 'm-1'], 2, 'ID'],
    [['--when', 'a=b'], 2, '--when: is only for'],
  ])('%j exits with code %i: %s', async (argv, exit, words) => {
    expect(await refused(argv)).toEqual([exit, expect.stringContaining(words)]);
    expect(changeMaintenance).not.toHaveBeenCalled();
  });
});
