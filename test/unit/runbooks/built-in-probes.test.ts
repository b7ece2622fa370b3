import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { knownErrorsIn } from '../../../src/incident/investigation/known-errors';
import { CAUSE_KINDS } from '../../../src/incident/model/investigation/cause-kind';
import type { ProbeDefinition } from '../../../src/incident/model/runbook';
import { loadRunbooks } from '../../../src/runbooks/load-runbooks';
import { readCases } from '../../broken-services/read-cases';

const ROOT = join(__dirname, '..', '..', '..');

/** Probes that no broken service can show in all three states, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'prober-network': 'it looks at the prober; test/integration/containers/docker-engine.test.ts',
  'host-load': 'it looks at the machine that runs the probes',
  'log-signatures': 'it reads the alert',
  'security-signatures': 'it reads the alert',
  'security-headers': 'it compares with what is usual; a service without these headers works',
  'tls-legacy': 'no OpenSSL of today offers outdated TLS',
  'clock-skew': "the clock of a container is its host's",
  'dns-resolve': 'the worker itself looks the name up; test/unit/activities/run-probe.test.ts',
};

/** Whoever cannot be reached is what these look for. */
const CONNECTS = new Set(['tcp-connect', 'database-connect']);

type Kind = 'good' | 'bad' | 'unreachable';

describe('the built-in probes', () => {
  let probes: readonly ProbeDefinition[];
  beforeAll(async () => {
    probes = (await loadRunbooks([join(ROOT, 'runbooks')])).flatMap(({ probes }) => probes);
  });

  it('recommend whole sentences: a comma in a list of YAML would split one', () => {
    const said = probes.flatMap(({ recommend, ...probe }) => [
      ...Object.values(recommend).flat(),
      ...('outcomes' in probe ? probe.outcomes.flatMap(({ recommend: own }) => own ?? []) : []),
    ]);
    expect(said.length).toBeGreaterThan(25);
    expect(said.filter((sentence) => !/^[A-Z].*[.]$/s.test(sentence))).toEqual([]);
  });

  it.each([
    ['429', '', 'Find the client that sends the most requests, or raise the limit.'],
    ['404', '', 'Check the target: this probe needs a page that answers without a login, such as a health page.'],
    ['200', '{"status":"DOWN"}', 'Read on the page which part of the service is unhealthy, and check that part first.'],
    ['503 200', '', 'Investigate again in a few minutes. If the failure comes back, read the log of the target.'],
  ])('say what to do about a page that warns: %s %s', (codes, body, recommended) => {
    const folder = mkdtempSync(join(tmpdir(), 'http-health-'));
    const prelude = readFileSync(join(ROOT, 'runbooks', 'prelude.sh'), 'utf8');
    const probe = probes.find(({ id }) => id === 'http-health');
    const script = probe?.runs === 'container' ? (probe.command[2] ?? '').slice(prelude.length) : '';
    // What stands in for the network: the status codes, one after the other, and the body.
    const stub = `codes='${codes}'\nhttp_get() { CODE=\${codes%% *} codes=\${codes#* } TOOK=20 FAULT= REDIRECT=; echo "HTTP/1.1 $CODE" > /tmp/http; echo '${body}' > /tmp/body; }\nsleep() { :; }`;
    const text = `${prelude}\n${stub}\n${script}`.replaceAll('/tmp/', `${folder}/`);
    const env = { ...process.env, PROBE_NONCE: 'n', URL: 'http://shop.example/', HOST: 'shop.example', SECONDS_TO_ANSWER: '5' };
    const { stdout, stderr } = spawnSync('sh', ['-c', text], { env, encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    const said = stdout.split('\n').find((line) => line.startsWith('n {'));
    expect([stderr, JSON.parse(said?.slice(2) ?? '{}')]).toEqual([
      '',
      expect.objectContaining({ status: 'warn', recommendations: [recommended] }),
    ]);
  });

  it('are at least 25, each shown good, bad and unreachable by a broken service, or it is said why not', () => {
    const seen = new Map<string, Set<Kind>>();
    const note = (probe: string, kind: Kind): void => void seen.set(probe, (seen.get(probe) ?? new Set()).add(kind));
    for (const { states, unreachable } of readCases()) {
      for (const probe of Object.keys(unreachable.probes)) note(probe, 'unreachable');
      for (const { expect: wanted } of states)
        for (const [probe, status] of Object.entries(wanted.probes)) {
          if ([status].flat().every((one) => one === 'ok')) note(probe, 'good');
          if ([status].flat().every((one) => one === 'warn' || one === 'fail')) note(probe, 'bad');
        }
    }
    const known = probes.map(({ id }) => id);
    const lacking = probes.flatMap(({ id, runs }) => {
      if (runs === 'source' || Object.hasOwn(ELSEWHERE, id)) return [];
      const missing = (['good', 'bad', 'unreachable'] as const).filter(
        (kind) => !seen.get(id)?.has(kind) && !(kind === 'bad' && CONNECTS.has(id)),
      );
      return missing.length === 0 ? [] : [`${id}: ${missing.join(', ')}`];
    });
    expect(lacking).toEqual([]);
    expect([...seen.keys(), ...Object.keys(ELSEWHERE)].filter((id) => !known.includes(id))).toEqual([]);
    expect(known.length).toBeGreaterThanOrEqual(25);
  });

  it('have no words of their own for errors that the worker knows', () => {
    const evidence = readFileSync(join(ROOT, 'runbooks', 'evidence.yaml'), 'utf8');
    const words = [...evidence.matchAll(/^ *(?:.* )?sign '[^']+' '([^']+)'/gm)].flatMap(([, pattern = '']) => pattern.split('%'));
    expect(words.length).toBeGreaterThan(20);
    expect(words.filter((word) => knownErrorsIn(word).length > 0)).toEqual([]);
    const named = words.flatMap((word) => /^\^known error \(?([a-z_]+)/.exec(word)?.[1] ?? []);
    expect(named.filter((cause) => !CAUSE_KINDS.some((kind) => kind.startsWith(cause)))).toEqual([]);
  });

  it('stand in the documentation, each with its title', () => {
    const docs = readFileSync(join(ROOT, 'docs', 'built-in-probes.md'), 'utf8');
    expect(probes.filter(({ id, title }) => !docs.includes(`| \`${id}\` | ${title} |`)).map(({ id }) => id)).toEqual([]);
  });
});
