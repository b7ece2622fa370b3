import fc from 'fast-check';
import { type ProbeExit, readProbeResult } from '../../../../src/incident/investigation/read-probe-result';
import { FINDING_STATUSES } from '../../../../src/incident/model/finding';
import type { ContainerProbe, ResultRule } from '../../../../src/incident/model/runbook';
import { sampleProbe } from '../../../support/sample-incident';

const NONCE = 'verdict-0123456789abcdef';
const EXIT: ProbeExit = { exitCode: 0, stdout: '', stderr: '', truncated: false, outOfMemory: false, timedOut: false, durationMs: 120 };
const RUN = { probe: sampleProbe(), startedAt: '2026-01-01T10:00:00.000Z', attempt: 2 };

function read(
  exit: Partial<ProbeExit>,
  result: ResultRule = { from: 'json' },
  recommend: ContainerProbe['recommend'] = {},
  causes: ContainerProbe['causes'] = { rulesOut: [] },
) {
  const definition = { result, recommend, causes } as unknown as ContainerProbe;
  return readProbeResult({ ...EXIT, ...exit }, definition, NONCE, RUN);
}
const verdict = (value: unknown): string => `${NONCE} ${JSON.stringify(value)}\n`;
const OK = { status: 'ok', summary: 'connected' };

it('believes the line behind the nonce', () => {
  const said = { status: 'fail', summary: 'refused', evidence: ['a', ' ', 'b'], recommendations: ['Start it.'], reproduced: true };
  const finding = read(
    { stdout: `noise\n${verdict(said)}more` },
    { from: 'json' },
    { fail: ['Look at the log.', 'Start it.'], ok: ['Rest.'] },
  );
  expect(finding).toMatchObject({
    status: 'fail',
    summary: 'refused',
    evidence: ['a', 'b'],
    recommendations: ['Start it.', 'Look at the log.'],
    reproduced: true,
    startedAt: RUN.startedAt,
    durationMs: 120,
    attempt: 2,
    key: RUN.probe.key,
  });
  expect(finding).not.toHaveProperty('timeoutMs');
  expect(read({ stdout: verdict(OK) })).not.toHaveProperty('reproduced');
});

it('hides a password that the target said in an address', () => {
  const said = 'cannot reach amqp://shop:hunter2@queue:5672';
  const told = { status: 'fail', summary: said, evidence: [said], recommendations: [said], cause: 'disk_full' };
  const finding = read({ stdout: verdict(told) });
  expect(finding.facts).toHaveLength(1);
  expect(JSON.stringify(finding)).not.toContain('hunter2');
  expect(finding.evidence[0]).toContain('queue:5672');
});

it('takes the last verdict of several', () => {
  expect(read({ stdout: verdict({ status: 'fail', summary: 'first' }) + verdict(OK) }).status).toBe('ok');
});

it('knows a target that took the time and said nothing', () => {
  expect(read({ stdout: verdict({ ...OK, status: 'fail', silent: true }) })).toMatchObject({ status: 'fail', silent: true });
  expect(read({ timedOut: true })).toMatchObject({ status: 'unknown', silent: true });
  expect(read({ stdout: verdict(OK) })).not.toHaveProperty('silent');
  expect(read({ stdout: verdict({ ...OK, silent: 'yes' }) }).status).toBe('unknown');
});

describe('is unknown, with the reason,', () => {
  it.each<[string, Partial<ProbeExit>, RegExp]>([
    ['when it took too long', { timedOut: true, stdout: verdict(OK) }, /did not finish within 10 s/],
    ['when it ran out of memory, though it ended with 0', { outOfMemory: true, stdout: verdict(OK) }, /out of memory/],
    ['when the engine does not say how it ended', { exitCode: null, stdout: verdict(OK) }, /did not report/],
    ['when a signal ended it', { exitCode: 137, stdout: verdict(OK) }, /the probe was killed \(exit code 137\)/],
    ['at the first code of a signal', { exitCode: 128, stdout: verdict(OK) }, /the probe was killed .exit code 128/],
    ['when it failed after its verdict', { exitCode: 1, stdout: verdict(OK) }, /then failed \(exit code 1\)/],
    ['when it returned no result', { stdout: 'hello' }, /returned no result \(exit code 0\)/],
    ['when its output was cut before one', { stdout: 'hello', truncated: true }, /printed too much/],
    ['when a body looks like a verdict', { stdout: 'verdict-ffffffffffffffff {"status":"ok","summary":"x"}' }, /no result/],
    ['when a body stands in front of the nonce', { stdout: `<p>${verdict(OK)}` }, /no result/],
    ['when the verdict stands on the error output', { stderr: verdict(OK) }, /no result/],
    ['when the nonce has no verdict', { stdout: NONCE }, /no result/],
    ['when the verdict is no JSON', { stdout: `${NONCE} {status: ok}` }, /cannot be read: it is no JSON object/],
    ['when it is null', { stdout: verdict(null) }, /cannot be read/],
    ['when it is a list', { stdout: verdict([OK]) }, /cannot be read: it is no JSON object/],
    ['when the status is none', { stdout: verdict({ ...OK, status: 'constructor' }) }, /cannot be read/],
    [
      'when the status is a word of its own, which it names',
      { stdout: verdict({ ...OK, status: 'okay' }) },
      /cannot be read: its status is "okay", which must be one of ok, warn, fail, unknown$/,
    ],
    ['when it says nothing', { stdout: verdict({ ...OK, summary: ' ' }) }, /cannot be read: it has no summary/],
    ['when what it says cannot be seen', { stdout: verdict({ ...OK, summary: '\u200b' }) }, /cannot be read/],
    ['when evidence is no list', { stdout: verdict({ ...OK, evidence: 'x' }) }, /cannot be read: evidence and/],
    ['when evidence is no text', { stdout: verdict({ ...OK, evidence: [1] }) }, /cannot be read/],
    ['when reproduced is neither', { stdout: verdict({ ...OK, reproduced: 'yes' }) }, /cannot be read: reproduced and/],
  ])('%s', (_, exit, reason) => {
    const finding = read(exit);
    expect(finding.status).toBe('unknown');
    expect(finding.summary).toMatch(reason);
  });
});

it('shows the last lines of what an unknown one printed', () => {
  const stdout = Array.from({ length: 20 }, (_, index) => `line ${index}`).join('\n');
  expect(read({ stdout, stderr: 'sh: not found\n' }).evidence).toEqual([
    ...Array.from({ length: 9 }, (_, index) => `line ${index + 11}`),
    'sh: not found',
  ]);
});

describe('by exit code', () => {
  const rule: ResultRule = { exit: { '0': 'ok', '1': 'warn', '2': 'fail' } };

  it.each<[number, string]>([
    [0, 'ok'],
    [1, 'warn'],
    [2, 'fail'],
    [3, 'unknown'],
    [127, 'unknown'],
    [137, 'unknown'],
  ])('%d means %s', (exitCode, status) => {
    expect(read({ exitCode, stdout: 'a\nlast word\n' }, rule).status).toBe(status);
  });

  it('says the last line, or the code', () => {
    expect(read({ exitCode: 2, stdout: 'a\nlast word\n' }, rule)).toMatchObject({ summary: 'last word', evidence: ['a', 'last word'] });
    expect(read({ exitCode: 2 }, rule).summary).toBe('exit code 2');
  });
});

it('gives ten short clean lines at most, whatever is printed', () => {
  const text = fc.string({ unit: 'binary', maxLength: 400 });
  const any = fc.record({
    status: fc.constantFrom(...FINDING_STATUSES),
    summary: text,
    evidence: fc.array(text, { maxLength: 20 }),
    recommendations: fc.array(text, { maxLength: 20 }),
  });
  fc.assert(
    fc.property(fc.oneof(any.map(verdict), text), fc.option(fc.integer({ min: 0, max: 255 })), (stdout, exitCode) => {
      const finding = read({ stdout, exitCode });
      expect(finding.summary).not.toBe('');
      expect(finding.evidence.length).toBeLessThanOrEqual(10);
      expect(finding.recommendations.length).toBeLessThanOrEqual(5);
      for (const line of [finding.summary, ...finding.evidence, ...finding.recommendations]) {
        expect([...line].length).toBeLessThanOrEqual(300);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
      }
      if (exitCode !== 0) expect(finding.status).toBe('unknown');
    }),
  );
});

describe('causes', () => {
  const causes = { fail: 'not_listening', warn: 'slow', rulesOut: ['unreachable'] } as const;
  const facts = (said: object, of: ContainerProbe['causes'] = causes) =>
    read({ stdout: verdict({ ...OK, ...said }) }, { from: 'json' }, {}, of).facts?.map((fact) => [
      fact.kind === 'state' ? fact.cause : '',
      fact.kind === 'state' && fact.holds,
    ]);

  it.each([
    [{ status: 'fail' }, [['not_listening', true]]],
    [{ status: 'warn' }, [['slow', true]]],
    [{ status: 'fail', cause: 'disk_full' }, [['disk_full', true]]],
    [{ status: 'unknown', cause: 'disk_full' }, undefined],
    [
      { status: 'ok', cause: 'disk_full' },
      [
        ['not_listening', false],
        ['slow', false],
        ['unreachable', false],
      ],
    ],
  ])('%j: %j', (said, expected) => {
    expect(facts(said)).toEqual(expected);
  });

  it('are none where nobody names any', () => {
    expect(facts({ status: 'fail' }, { rulesOut: [] })).toBeUndefined();
    expect(facts({ status: 'fail', cause: 'disk_full' }, { rulesOut: [] })).toEqual([['disk_full', true]]);
  });

  it('are heard from what the target said, not from how the probe words its evidence', () => {
    const warn = verdict({ ...OK, status: 'warn', evidence: ['disk full: disk usage 81 %'] });
    expect(read({ stdout: warn })).not.toHaveProperty('facts');
    expect(read({ stdout: `${NONCE}-said no space left on device\n${warn}` }).facts).toMatchObject([{ cause: 'disk_full' }]);
  });

  it('may come from an exit code, with the summary as their text', () => {
    const finding = read({ exitCode: 2, stdout: 'nobody listens.' }, { exit: { 2: 'fail' } }, {}, causes);
    expect(finding.facts).toEqual([{ kind: 'state', service: null, text: 'nobody listens', cause: 'not_listening', holds: true }]);
  });

  it('that do not exist cost no result', () => {
    const finding = read({ stdout: verdict({ ...OK, status: 'fail', cause: 'gremlins' }) });
    expect(finding).toMatchObject({ status: 'fail', evidence: ['the probe named an unknown cause: "gremlins"'] });
    expect(finding).not.toHaveProperty('facts');
  });
});
