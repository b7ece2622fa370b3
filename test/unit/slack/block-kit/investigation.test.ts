import { assessFindings } from '../../../../src/incident/investigation/assess-findings';
import type { Finding, Investigation } from '../../../../src/incident/model/finding';
import type { Fact } from '../../../../src/incident/model/investigation/fact';
import type { RoomMessage } from '../../../../src/incident/model/room-message';
import { renderRoomMessage } from '../../../../src/slack/block-kit/render';
import { sampleFinding, sampleProbe } from '../../../support/sample-incident';

const probe = (key: string, changes: object = {}) => sampleProbe({ key, title: key, target: 'shop.example.com:443', ...changes });
const found = (key: string, changes: Partial<Finding> = {}) => sampleFinding(probe(key), changes);
const host = sampleFinding(probe('Host load', { target: null, network: false, aspect: 'capacity', kind: 'correlation' }), {
  status: 'warn',
  summary: 'overloaded',
  recommendations: ['Mistrust timings.'],
});
const http = found('HTTP health', {
  status: 'fail',
  summary: 'HTTP 503',
  reproduced: true,
  recommendations: ['Read the log.'],
  aspect: 'availability',
});
const unknown = (key: string, summary = 'No response') => found(key, { status: 'unknown', summary });

function linesOf(message: RoomMessage): string[] {
  const { blocks = [] } = renderRoomMessage(message, 'A-1');
  return (blocks as readonly { text?: { text: string }; elements?: readonly { text: string }[] }[]).flatMap(({ text, elements = [] }) =>
    [text, ...elements].flatMap((part) => part?.text.split('\n') ?? []),
  );
}
const verdict = (findings: Finding[], leftOut: string[] = []) =>
  linesOf({ kind: 'verdict', investigation: assessFindings(findings, leftOut) });

describe('the verdict', () => {
  it('begins with what is broken and what to do first, and only counts what was skipped', () => {
    const findings = [host, unknown('DNS'), http, unknown('TLS'), found('TCP', { aspect: 'network' })];
    expect(verdict(findings, ['database-connect: no target is HOST:PORT', 'x'])).toEqual([
      '✗ *What is broken:* HTTP health (shop.example.com:443) fails: HTTP 503. The host is reachable, so check the service itself first.',
      '*Do first:* Read the log. _(HTTP health)_',
      expect.stringMatching(/^\*Observed:\* \d+%: 3 of 5 probes could tell .+; the failure was seen twice$/),
      '*Fine:* TCP',
      '*Unknown:* 2 probes (DNS, TLS): No response',
      '*The prober itself:* overloaded → Mistrust timings.',
      expect.stringMatching(
        /^1 fail, 1 warn, 1 ok, 2 unknown, 2 skipped; health .+\. Full report, on the command line: `incident report A-1`$/,
      ),
    ]);
  });

  it('begins with the most likely cause, what speaks for it and against it, and what would settle it', () => {
    const state = (cause: 'disk_full' | 'slow_query', holds: boolean, text: string): Fact => ({
      kind: 'state',
      cause,
      holds,
      service: null,
      text,
    });
    const disk = found('Disk', {
      status: 'fail',
      summary: 'full',
      recommendations: ['Free space.'],
      facts: [state('disk_full', true, '100% of /data <used>')],
    });
    const log = found('Log', { status: 'warn', summary: 'errors', facts: [state('disk_full', true, 'no space left on device')] });
    const quota = found('Quota', { facts: [state('disk_full', false, 'the quota is not used up')] });
    const slow = found('Queries', { status: 'warn', summary: 'slow', facts: [state('slow_query', true, 'one takes 40 s')] });
    const lines = verdict([http, disk, log, quota, slow]);
    expect(lines.slice(0, 6)).toEqual([
      expect.stringMatching(
        /^✗ \*Most likely cause \(confidence \d+%\):\* shop\.example\.com:443 has a full disk: 100% of \/data &lt;used&gt;\. This explains: HTTP health \(.+\)\.$/,
      ),
      '*For it:* Log: no space left on device; HTTP health: HTTP 503, which this explains',
      '*Against it:* Quota: the quota is not used up',
      '*To make sure:* Read the free space of the file system.',
      '*Do first:* Free space. _(Disk)_',
      '*Then:* Read the log. _(HTTP health)_',
    ]);
    expect(lines).toContainEqual(
      expect.stringMatching(/^\*Also possible:\* shop\.example\.com:443 is busy with slow queries: one takes 40 s \(confidence \d+%\)$/),
    );
  });

  it('notifies no one by what would settle it', () => {
    const full: Fact = { kind: 'state', cause: 'disk_full', holds: true, service: null, text: 'full' };
    const investigation = assessFindings([found('Disk', { status: 'fail', summary: 'full', facts: [full] })], []);
    const hypotheses = (investigation.hypotheses ?? []).map((hypothesis) => ({ ...hypothesis, confirm: 'Ask <!channel>.' }));
    expect(linesOf({ kind: 'verdict', investigation: { ...investigation, hypotheses } })).toContain(
      '*To make sure:* Ask &lt;!channel&gt;.',
    );
  });

  it('says what has changed since the last look', () => {
    const changes = [{ finding: 'h', title: 'HTTP', target: null, before: 'fail' as const, now: 'ok' as const, summary: 'HTTP 200.' }];
    const again = (changed: typeof changes) =>
      linesOf({ kind: 'verdict', investigation: { ...assessFindings([http], []), changes: changed } });
    expect(again(changes)).toContain('*Since the last look:* HTTP: fail → ok, HTTP 200');
    expect(again([])).toContain('*Since the last look:* nothing has changed');
    expect(verdict([http]).join()).not.toContain('Since the last look');
  });

  it('names other open incidents', () => {
    const alsoOpen = Array.from({ length: 6 }, (_, index) => ({ incidentId: `PROD-${index}`, service: 'A & B' }));
    const lines = linesOf({ kind: 'verdict', investigation: { ...assessFindings([http], []), alsoOpen } });
    expect(lines).toContain('*Also open:* PROD-0 (A &amp; B); PROD-1 (A &amp; B); PROD-2 (A &amp; B); 3 more');
  });

  it('claims no cause where none was found', () => {
    expect(verdict([found('TCP')])[0]).toBe('*This looks healthy:* no probe found anything wrong');
    expect(verdict([found('TCP'), unknown('DNS'), unknown('TLS')])[0]).toBe('*No cause found:* no probe found anything wrong');
    expect(verdict([])).toEqual([
      '*No cause found:* the state is unknown: no probe matched',
      '0 fail, 0 warn, 0 ok, 0 unknown; health unknown. Full report, on the command line: `incident report A-1`',
    ]);
    const engine = { status: 'unknown' as const, summary: 'unknown: no engine', recommendations: ['Start one.'] };
    expect(verdict([found('A', engine), found('B', engine)])).toContain('*Unknown:* all 2 probes: no engine → Start one.');
  });

  it('has at most ten lines', () => {
    const many = Array.from({ length: 24 }, (_, index) => index).flatMap((index) => [
      found(`f${index}`, { status: 'fail', recommendations: [`do ${index}`] }),
      found(`w${index}`, { status: 'warn', recommendations: [`do w${index}`] }),
      found(`o${index}`),
      unknown(`u${index}`, `reason ${index}`),
      { ...host, key: `h${index}` },
    ]);
    expect(verdict(many, ['x']).length).toBeLessThanOrEqual(10);
  });
});

describe('the progress', () => {
  const probes = [probe('Host load', { target: null, network: false }), probe('HTTP health'), probe('DNS'), probe('TLS')];

  it('shows each probe while some run, those of targets first, and equal reasons together', () => {
    expect(linesOf({ kind: 'progress', probes, findings: [unknown('DNS'), unknown('TLS'), http] })).toEqual([
      '*Investigating shop.example.com:443: 4 probes*',
      '✗ HTTP health: HTTP 503',
      '⏳ Host load',
      '? 2 probes (DNS, TLS): No response',
    ]);
  });

  it('shows only which probe said what once all have finished', () => {
    expect(linesOf({ kind: 'progress', probes, findings: [host, unknown('DNS'), http, unknown('TLS')] })).toEqual([
      '*Investigated shop.example.com:443: 4 probes*',
      '✗ 1 fail: HTTP health',
      '! 1 warn: Host load',
      '? 2 unknown: DNS, TLS',
    ]);
  });
});

it('says once that a finding is unknown', () => {
  const finding = { ...http, status: 'unknown' as const, summary: 'unknown: no engine', evidence: [] };
  expect(linesOf({ kind: 'finding', finding })[0]).not.toContain('unknown');
});

it('puts what to do before the evidence of a finding', () => {
  expect(linesOf({ kind: 'finding', finding: { ...http, evidence: ['HTTP/1.1 503'] } })).toEqual([
    '✗ *FAIL* HTTP health (shop.example.com:443): HTTP 503',
    '→ Read the log.',
    '```',
    'HTTP/1.1 503',
    '```',
  ]);
});

describe('another look', () => {
  const changes = [{ finding: 'http', title: 'HTTP', target: null, before: 'fail', now: 'ok', summary: 'HTTP 200.' }] as const;
  const said = (differences: Partial<Investigation>) =>
    linesOf({ kind: 'verdict', investigation: { ...assessFindings([http], []), ...differences } }).slice(1, 3);

  it('says that the cause is another one, that a service has moved, and which probes say something else', () => {
    const causeChange = { before: 'The disk is full: <100%>.', now: 'A query is slow.' };
    const addressChanges = [{ service: 'shop', before: 'a:1', now: 'b:1' }];
    expect(said({ changes, causeChange, addressChanges })).toEqual([
      '*Since the last look:* another cause is now the most likely one (before: The disk is full: &lt;100%&gt;); the address of shop is now b:1 (before: a:1)',
      '*Results that changed:* HTTP: fail → ok, HTTP 200',
    ]);
    expect(said({ changes: [], causeChange: { before: null, now: 'x' } })[0]).toBe('*Since the last look:* a cause is named now');
    expect(said({ changes: [], causeChange: { before: 'It is slow.', now: null } })[0]).toBe(
      '*Since the last look:* no cause is named any more (before: It is slow)',
    );
  });

  it('says how much less likely the cause is, and what a probe says instead', () => {
    const [change] = changes;
    const other = { ...change, now: 'fail' as const, said: 'Too many clients.', summary: 'No answer within 4 s.' };
    expect(said({ changes: [other], confidenceChange: { before: 95, now: 68 } })).toEqual([
      '*Since the last look:* the same cause is less likely (confidence 95% → 68%)',
      '*Results that changed:* HTTP: still fail, Too many clients → No answer within 4 s',
    ]);
    expect(said({ changes: [], confidenceChange: { before: 50, now: 90 } })[0]).toContain('more likely (confidence 50% → 90%)');
  });

  it('says how many probes were not run again, and since when', () => {
    const earlier = { ...http, key: 'earlier', startedAt: '2026-01-01T10:12:30.000Z' };
    const investigation = assessFindings([http], [], undefined, [
      earlier,
      { ...earlier, key: 'first', startedAt: '2026-01-01T09:00:00.000Z' },
    ]);
    expect(linesOf({ kind: 'verdict', investigation })).toContain('*Not looked at again:* 2 probes, last run at 2026-01-01 10:12 UTC');
  });

  it('says that nothing has changed, or only what the probes say', () => {
    expect(said({ changes: [] })[0]).toBe('*Since the last look:* nothing has changed');
    expect(said({ changes })[0]).toBe('*Since the last look:* HTTP: fail → ok, HTTP 200');
  });
});

describe('a finding', () => {
  it('says where to look further, by the host and never by another label', () => {
    const lines = (link: string) => linesOf({ kind: 'finding', finding: { ...http, evidence: [], link } });
    expect(lines('https://grafana.example.com/d/shop?a=1&b=<!channel>|x')).toEqual([
      '✗ *FAIL* HTTP health (shop.example.com:443): HTTP 503',
      '→ Read the log.',
      '<https://grafana.example.com/d/shop?a=1&amp;b=%3C!channel%3E%7Cx|Dashboard (grafana.example.com)>',
    ]);
    expect(lines('javascript:alert(1)')).toHaveLength(2);
  });
});
