import { assessFindings } from '../../../../src/incident/investigation/assess-findings';
import type { Finding } from '../../../../src/incident/model/finding';
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
      expect.stringMatching(/^\*How sure:\* (low|fair) \(\d+%\): 3 of 5 probes could tell .+; the failure was seen twice$/),
      '*Fine:* TCP',
      '*Not known:* 2 probes (DNS, TLS): No response',
      '*The prober itself:* overloaded → Mistrust timings.',
      expect.stringMatching(
        /^1 fail, 1 warn, 1 ok, 2 unknown, 2 skipped; health .+\. Full report, on the command line: `incident report A-1`$/,
      ),
    ]);
  });

  it('claims no cause where none was found', () => {
    expect(verdict([found('TCP')])[0]).toBe('*No cause found:* no probe found anything wrong');
    expect(verdict([])).toEqual([
      '*No cause found:* the state is unknown: no probe matched',
      '0 fail, 0 warn, 0 ok, 0 unknown; health unknown. Full report, on the command line: `incident report A-1`',
    ]);
    const engine = { status: 'unknown' as const, summary: 'unknown: no engine', recommendations: ['Start one.'] };
    expect(verdict([found('A', engine), found('B', engine)])).toContain('*Not known:* all 2 probes: no engine → Start one.');
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

it('puts what to do before the evidence of a finding', () => {
  expect(linesOf({ kind: 'finding', finding: { ...http, evidence: ['HTTP/1.1 503'] } })).toEqual([
    '✗ *FAIL* HTTP health (shop.example.com:443): HTTP 503',
    '→ Read the log.',
    '```',
    'HTTP/1.1 503',
    '```',
  ]);
});
