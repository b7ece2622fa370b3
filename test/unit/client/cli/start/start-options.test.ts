import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStartOptions } from '../../../../../src/client/cli/start/start-options';
import type { InvalidInputError } from '../../../../../src/incident/text/errors';

const folder = mkdtempSync(join(tmpdir(), 'start-options-'));
function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
async function refusal(...argv: string[]): Promise<InvalidInputError> {
  return readStartOptions(argv).then(
    () => {
      throw new Error(`${argv.join(' ')} was not refused`);
    },
    (error: InvalidInputError) => error,
  );
}

describe('readStartOptions', () => {
  it('starts nothing for whoever asks for the diagram alone', async () => {
    expect(await refusal('--diagram', '--title', 'Down')).toMatchObject({ field: '--diagram', hint: 'Nothing was started.' });
    expect(await readStartOptions(['--diagram', '--dry-run', '--title', 'Down'])).toMatchObject({ diagram: true, test: true });
  });

  it('reads the positional form as the flags of the same meaning', async () => {
    const positional = await readStartOptions(['prod-outage-001', 'Database Cluster Down', 'CRITICAL', 'dba@example.com,@oncall']);
    const flags = [
      '--incident-id',
      'PROD-OUTAGE-001',
      '--title',
      'Database Cluster Down',
      '--severity',
      'critical',
      '--users',
      'dba@example.com',
      '--users',
      '@oncall',
    ];
    expect(positional).toEqual(await readStartOptions(flags));
    expect(positional.request).toEqual({
      incidentId: 'PROD-OUTAGE-001',
      title: 'Database Cluster Down',
      severity: 'critical',
      users: ['dba@example.com', '@oncall'],
    });
  });

  it('reads every other flag', async () => {
    const options = await readStartOptions(
      ['--incident-title', 'T', '--description', 'D', '--label', 'a=b=c', '--target', 'db:5432', '--channel-privacy', 'private']
        .concat([
          '--no-channel',
          '--no-assign',
          '--runbook',
          'network',
          '--dry-run',
          '--diagram',
          '--deploy',
          '--no-wait',
          '--timeout',
          '90s',
        ])
        .concat(['--as', 'ann', '--json']),
    );
    expect(options).toEqual({
      request: {
        title: 'T',
        description: 'D',
        labels: { a: 'b=c' },
        targets: ['db:5432'],
        channelPrivacy: 'private',
        createChannel: false,
        autoAssign: false,
        runbooks: ['network'],
      },
      test: true,
      diagram: true,
      interactive: false,
      wait: false,
      timeoutMs: 90_000,
      json: true,
      actor: 'ann',
    });
  });

  it.each([
    [['Database down'], 'ID', '1 to 64 letters, digits and hyphens', 'Did you mean --title?'],
    [['--incident-id', 'a_b'], '--incident-id', '1 to 64 letters, digits and hyphens', 'Did you mean --title?'],
    [['--title', 'Down', '--incident-id', 'a_b'], '--incident-id', '1 to 64 letters, digits and hyphens', undefined],
    [['a_b', 'Down'], 'ID', '1 to 64 letters, digits and hyphens', undefined],
    [['--severity', 'urgent'], '--severity', 'critical, high, medium, low', undefined],
    [['A', 'B', 'urgent'], '--severity', 'critical, high, medium, low', undefined],
    [['--channel-privacy', 'secret'], '--channel-privacy', 'public, private, auto', undefined],
    [['--label', 'nothing'], '--label', 'KEY=VALUE', undefined],
    [['--users', Array.from({ length: 60 }, (_, index) => `u${index}`).join(',')], '--users', 'at most 50', undefined],
    [['--timeout', '5'], '--timeout', 'a number and a unit, such as 90s, 2m, 1h, 7d', undefined],
    [['--event', '/no/such/file'], '--event', 'a file, or - for standard input', undefined],
    [['--event', folder], '--event', 'a file, or - for standard input', undefined],
    [['--event', '/dev/zero'], '--event', 'at most 50000000 bytes', undefined],
    [['--event', file('binary', new Uint8Array([0xff, 0xfe, 0]))], '--event', 'JSON in UTF-8', undefined],
    [['--event', file('text', 'no json')], '--event', 'a JSON object or array', undefined],
    [
      ['--event', file('alert.json', '{"title":"x"}'), '--source', 'carrier-pigeon'],
      '--source',
      expect.stringContaining('alertmanager'),
      undefined,
    ],
    [['A', 'B', 'low', 'x@y', 'more'], 'arguments', '[id] [title] [severity] [users]', 'See start-incident --help.'],
  ])('refuses %j naming the field and what is allowed', async (argv, field, allowed, hint) => {
    expect(await refusal(...argv)).toMatchObject({ code: 'invalid_input', field, allowed, ...(hint === undefined ? {} : { hint }) });
  });

  it('names the file that is no event', async () => {
    const text = file('text', 'no json');
    expect((await refusal('--event', text)) as Error).toMatchObject({
      message: expect.stringMatching(/^--event: ".*text" is not valid JSON/),
    });
  });

  it('takes an event without a title when --title gives one', async () => {
    const untitled = file('untitled.json', '{"severity":"high"}');
    for (const title of [
      ['--title', 'Mine'],
      ['--incident-title', 'Mine'],
      ['A-1', 'Mine'],
    ]) {
      expect((await readStartOptions(['--event', untitled, ...title])).request).toMatchObject({
        title: 'Mine',
        event: { severity: 'high' },
      });
    }
    expect(await refusal('--event', untitled)).toMatchObject({ field: 'title', message: expect.stringContaining('no title was found') });
  });

  it('refuses an unknown flag, suggests the near one and lists all', async () => {
    const { field, message, allowed } = await refusal('--sevrity', 'high');
    expect(field).toBe('--sevrity');
    expect(message).toContain('Did you mean --severity?');
    expect(allowed).toContain('--timeout');
  });
});
