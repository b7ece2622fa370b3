import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { connected } from '../../../../../src/client/cli/kit/connected';
import { addChangingVerbs } from '../../../../../src/client/cli/verbs';
import { CommandRefusedError } from '../../../../../src/client/temporal/errors';
import type { IncidentClient } from '../../../../../src/client/temporal/incident-client';
import type { IncidentState } from '../../../../../src/incident/model/state';
import { invalid } from '../../../../../src/incident/text/refusal';
import { wordedState } from '../../../../../src/incident/timeline-words/worded-state';
import { completeState } from '../../../../support/sample-state';

jest.mock('../../../../../src/client/cli/kit/connected');

const CONFIG = 'teams: { payments: [ana@example.com, "Ben Ode"] }\n';
const SENT = { applied: true, repeated: false, status: 'triggered', requestId: 'r1' };

let folder: string;
let printed: string[];
const command = jest.fn(async (..._sent: unknown[]) => SENT);
const read = jest.fn();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'changing-'));
  const path = join(folder, 'incident.config.yaml');
  writeFileSync(path, CONFIG);
  jest.replaceProperty(process, 'env', { INCIDENT_CONFIG: path, INCIDENT_ACTOR: 'ann' });
  printed = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  jest.mocked(connected).mockImplementation((work) => work({ command, read } as unknown as IncidentClient));
  command.mockClear();
  read.mockReset();
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

async function run(...argv: string[]): Promise<void> {
  const program = new Command('incident').exitOverride();
  addChangingVerbs(program, { runbookNames: async () => ['database', 'network'] });
  await program.parseAsync(argv, { from: 'user' });
}

describe('incident add', () => {
  it('calls the people of a configured team, with those who were named', async () => {
    await run('add', 'A-1', '@payments', 'cat@example.com');
    expect(command).toHaveBeenCalledWith(
      'addResponders',
      'A-1',
      expect.objectContaining({ users: ['ana@example.com', 'Ben Ode', 'cat@example.com'] }),
    );
    expect(printed.join('')).toContain('is paging ana@example.com, Ben Ode, cat@example.com');
  });
});

describe('somebody whom Slack does not have', () => {
  it('is named where the others are called', async () => {
    const notFound = [{ reference: 'Zaphod', reason: 'no user has this name' }];
    command.mockResolvedValueOnce({ ...SENT, notFound } as never);
    await run('add', 'A-1', 'cat@example.com', 'Zaphod');
    expect(printed.join('')).toContain(`A-1 is paging cat@example.com; couldn't identify "Zaphod": no user has this name`);
  });

  it('hides none of those whom nobody could check', async () => {
    const notFound = [{ reference: 'Zaphod', reason: 'no user has this name' }];
    command.mockResolvedValueOnce({ ...SENT, notFound, unchecked: 'not checked yet: the list is being read' } as never);
    await run('add', 'A-1', 'cat@example.com', 'Zaphod');
    expect(printed.join('')).toContain(
      `is paging cat@example.com (not checked yet: the list is being read); couldn't identify "Zaphod": no user has this name`,
    );
  });

  it('is said to be unchecked while Slack cannot be asked', async () => {
    command.mockResolvedValueOnce({ ...SENT, unchecked: "identity not checked, because Slack couldn't be reached: no answer" } as never);
    await run('assign', 'A-1', 'Zaphod', '--role', 'commander');
    expect(printed.join('')).toContain("(identity not checked, because Slack couldn't be reached: no answer)");
  });

  it.each([
    [['assign', 'A-1', 'Zaphod'], 'user', 'USER'],
    [['ack', 'A-1', '--as', 'Zaphod'], 'actor', '--as (or INCIDENT_ACTOR)'],
  ])('is refused under the name that the command line has for it: %j', async (argv, field, typed) => {
    const refusal = { ...invalid(field, '"Zaphod" was not found', 'Zaphod B. (U1)'), code: 'unknown_person' as const };
    command.mockRejectedValueOnce(new CommandRefusedError(refusal));
    const message = `${typed}: "Zaphod" was not found (allowed: Zaphod B. (U1))`;
    await expect(run(...argv)).rejects.toMatchObject({ refusal: { code: 'unknown_person', field: typed, message } });
  });
});

describe('incident investigate', () => {
  it('refuses a runbook that there is not, and sends nothing', async () => {
    await expect(run('investigate', 'A-1', '--runbook', 'network', '--runbook', 'nope')).rejects.toMatchObject({
      code: 'invalid_input',
      field: '--runbook',
      allowed: 'database, network',
    });
    expect(command).not.toHaveBeenCalled();
  });

  it.each([
    [['--runbook', 'network'], { runbooks: ['network'] }],
    [[], {}],
  ])('asks for what it was given: %j', async (flags, payload) => {
    await run('investigate', 'A-1', ...flags);
    expect(command).toHaveBeenCalledWith('investigateAgain', 'A-1', expect.objectContaining(payload));
  });
});

describe('incident ack', () => {
  it('has the actor looked up whom a person has typed, and not the user of the operating system', async () => {
    read.mockRejectedValue(new Error('no answer'));
    await run('ack', 'A-1');
    await run('ack', 'A-1', '--as', 'Zaphod');
    jest.replaceProperty(process, 'env', {});
    await run('ack', 'A-1');
    expect(command.mock.calls.map(([, , input]) => input)).toEqual([
      expect.objectContaining({ actor: 'ann', checkActor: true }),
      expect.objectContaining({ actor: 'Zaphod', checkActor: true }),
      expect.not.objectContaining({ checkActor: expect.anything() }),
    ]);
  });

  const HINT = 'No one is in command. To assign a commander: incident assign PROD-20260101-001 USER --role commander\n';
  const taken = (severity: 'high' | 'medium') => ({ state: completeState({ status: 'acknowledged' }, { severity }) });

  it('says how to name a commander of a severe incident that has none', async () => {
    read.mockResolvedValue(taken('high'));
    await run('ack', 'PROD-20260101-001');
    expect(printed).toEqual(['PROD-20260101-001 is acknowledged by ann\n', HINT]);
  });

  it('says it neither of a milder one, nor when the incident cannot be read', async () => {
    read.mockResolvedValueOnce(taken('medium')).mockRejectedValueOnce(new Error('no answer'));
    await run('ack', 'A-1');
    await run('ack', 'A-1');
    expect(printed).toEqual(Array(2).fill('A-1 is acknowledged by ann\n'));
  });

  it('says it neither in JSON nor before a worker has applied it', async () => {
    read.mockResolvedValue(taken('high'));
    await run('ack', 'A-1', '--json');
    expect(JSON.parse(printed.join(''))).toEqual({ incident_id: 'A-1', ...SENT, message: 'A-1 is acknowledged by ann' });
    command.mockResolvedValueOnce({ ...SENT, applied: false });
    await run('ack', 'A-1');
    expect(printed.at(-1)).toBe('accepted; it will be applied when a worker returns\n');
    expect(read).not.toHaveBeenCalled();
  });
});

describe('incident escalate', () => {
  const levels = [
    { name: 'level 1', users: ['ann'] },
    { name: 'level 2', users: ['ben'] },
  ];
  const policy = (configured: typeof levels) => {
    const { bySeverity, ...rest } = completeState().incident?.policy ?? fail();
    return { ...rest, bySeverity: { ...bySeverity, high: { ...bySeverity.high, levels: configured } } };
  };
  const fail = (): never => {
    throw new Error('no incident');
  };
  const escalated = (configured: typeof levels, reached: number, changes: Partial<IncidentState> = {}) => ({
    // What a client reads: the timeline is already in words.
    state: wordedState(
      completeState({ escalation: { reached, dueAt: null }, ...changes }, { severity: 'high', policy: policy(configured) }),
    ),
  });
  const nobody = { people: { resolved: [], unresolved: [], resolutionRate: 1 } };

  it('says whom it paged', async () => {
    read.mockResolvedValue(escalated(levels, 2));
    await run('escalate', 'A-1');
    expect(printed).toEqual(['A-1 is escalated: paging ben (escalation level 2)\n']);
  });

  it('says that paging everyone again, in JSON too', async () => {
    read.mockResolvedValue(escalated([], 1));
    await run('escalate', 'A-1', '--json');
    expect(JSON.parse(printed.join('')).message).toMatch(/^A-1 is escalated: paging everyone again/);
  });

  it('says that no one was paged, why, and what to do', async () => {
    read.mockResolvedValue(escalated([], 1, nobody));
    await run('escalate', 'PROD-20260101-001');
    expect(printed).toEqual([
      expect.stringMatching(/^PROD-20260101-001 is escalated: no one to page.*no people were requested/),
      'To page someone: incident add PROD-20260101-001 USER\n',
    ]);
  });

  it('claims nothing if the incident cannot be read', async () => {
    read.mockRejectedValue(new Error('no answer'));
    await run('escalate', 'A-1');
    expect(printed).toEqual(['A-1 is escalated\n']);
  });

  it('does not tell of a repeated request what a later one did', async () => {
    command.mockResolvedValueOnce({ ...SENT, repeated: true });
    read.mockResolvedValue(escalated(levels, 2));
    await run('escalate', 'A-1');
    expect(printed[0]).toBe('already done for this request id; A-1 is triggered\n');
  });
});
