import * as prompts from '@clack/prompts';
import { askForMissing } from '../../../../../src/client/cli/start/ask';
import { readStartOptions, type StartOptions } from '../../../../../src/client/cli/start/start-options';
import { loadConfig } from '../../../../../src/config';
import { createIncident } from '../../../../../src/incident/declaration/create-incident';
import { STEPS } from '../../../../../src/incident/model/plan';

jest.mock('@clack/prompts', () => {
  const names = ['intro', 'text', 'select', 'note', 'confirm', 'isCancel', 'cancel'];
  return Object.fromEntries(names.map((name) => [name, jest.fn()]));
});

const { rules } = loadConfig({ env: { XDG_CONFIG_HOME: '/' }, cwd: '/', purpose: 'client' });
const drafting = {
  requestOf: ({ request }: StartOptions) => ({ ...request, actor: 'ann' }),
  draft: (request: object) =>
    createIncident({ request: { incidentId: 'A-1', actor: 'ann', ...request }, rules, receivedAt: '2026-01-01T10:00:00Z' }),
  select: async () => ({ probes: [], runbooks: ['network'], leftOut: ['target 127.0.0.1:80: 127.0.0.1 is a loopback address'] }),
};
const TOO_MANY = Array.from({ length: 60 }, (_, index) => `u${index}`).join(',');
const refusedAnswers: (string | undefined)[] = [];

/** Gives each question its answers one after the other, until one is taken. */
function answerWith(answers: Readonly<Record<string, readonly string[]>>): void {
  jest.mocked(prompts.text).mockImplementation(async ({ message, validate }) => {
    const [, given = []] = Object.entries(answers).find(([words]) => message.includes(words)) ?? [];
    for (const answer of given) {
      const problem = typeof validate === 'function' ? validate(answer) : undefined;
      if (problem === undefined) return answer;
      refusedAnswers.push(String(problem));
    }
    return '';
  });
  jest.mocked(prompts.select).mockResolvedValue('high');
  jest.mocked(prompts.confirm).mockResolvedValue(true);
  jest.mocked(prompts.isCancel).mockReturnValue(false);
}
const ask = async (...argv: string[]) => askForMissing(await readStartOptions(argv), drafting);
const shown = (): string => String(jest.mocked(prompts.note).mock.lastCall?.[0]);

const STREAMS = [process.stdin, process.stderr] as const;
const wereTerminals = STREAMS.map(({ isTTY }) => isTTY);
const asTerminals = (are: readonly boolean[]): void => {
  for (const [index, stream] of STREAMS.entries()) Object.assign(stream, { isTTY: are[index], hasColors: () => false });
};

beforeEach(() => {
  refusedAnswers.length = 0;
  asTerminals([true, true]);
});
afterAll(() => asTerminals(wereTerminals));

describe('askForMissing', () => {
  it('checks each answer where it is given, and keeps those of before', async () => {
    answerWith({
      wrong: ['\u202e', 'Slow disk'],
      paged: [TOO_MANY, 'dba@example.com'],
      probes: ['not a target', 'db-1:5432, https://x.example.com'],
    });
    const { request } = await ask();
    expect(request).toEqual({
      title: 'Slow disk',
      severity: 'high',
      users: ['dba@example.com'],
      targets: ['db-1:5432', 'https://x.example.com'],
    });
    expect(refusedAnswers).toEqual([
      expect.stringMatching(/^title: has no visible characters/),
      expect.stringMatching(/names 60 people/),
      expect.stringMatching(/is (?:no|not a) target/),
    ]);
  });

  it('shows what would start, what is left out, and the seven steps', async () => {
    answerWith({ wrong: ['Slow disk'], paged: ['security@example.com'], probes: ['127.0.0.1:80'] });
    await ask('--incident-id', 'A-1');
    const lines = shown();
    expect(lines).toMatch(/^incident +A-1$/m);
    expect(lines).toMatch(/^title +Slow disk$/m);
    expect(lines).toMatch(/^severity +high$/m);
    expect(lines).toMatch(/^people +security@example.com$/m);
    expect(lines).toMatch(/^war room +private /m);
    expect(lines).toMatch(/^targets +127.0.0.1:80$/m);
    expect(lines).toMatch(/^skipped +target 127.0.0.1:80: .*loopback/m);
    for (const step of STEPS) expect(lines.split('\n').filter((line) => line.startsWith(step))).toHaveLength(1);
    expect(lines).not.toContain('furnishRoom');
  });

  it('refuses what was given by flags before it asks anything', async () => {
    answerWith({});
    jest.mocked(prompts.text).mockClear();
    await expect(ask('--target', 'not a target')).rejects.toMatchObject({ code: 'invalid_input' });
    expect(prompts.text).not.toHaveBeenCalled();
  });

  it('takes a recovery for an incident that may be open, which no incident can be made of', async () => {
    answerWith({});
    const event = { title: 'Slow disk', status: 'resolved' };
    const options = { ...(await readStartOptions(['A-1'])), request: { incidentId: 'A-1', event, users: [], targets: [] } };
    expect((await askForMissing(options, drafting)).request).toMatchObject({ event });
    expect(shown()).toContain('A-1');
  });
});
