import type { Report } from '../../../../src/incident/model/report';
import type { IncidentState } from '../../../../src/incident/model/state';
import { buildReport } from '../../../../src/incident/report/build-report';
import { renderReportHtml } from '../../../../src/incident/report/report-html';
import { scoreResponse } from '../../../../src/incident/response/score';
import { RESPONSE_PLAN } from '../../../../src/workflows/response/plan';
import { eventfulState } from '../../../support/eventful-state';
import { after, completeState, MISSING_SCOPE, newState, withNodes } from '../../../support/sample-state';
import { malformed } from '../../../support/well-formed';

const reportOf = (state: IncidentState): Report => buildReport({ ...state, ...scoreResponse(state) }, RESPONSE_PLAN);
const render = (report: Report): string => renderReportHtml(report, RESPONSE_PLAN);
const pictures = (page: string): readonly string[] => [...page.matchAll(/<svg[\s\S]*?<\/svg>/g)].map(([svg]) => svg);
/** The page's words, as whoever reads it has them. */
const wordsOf = (page: string): string =>
  page
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

const HOSTILE = `"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;\u202egnp.exe\u0000\u001b[31m\ud800]]>--></svg></style>`;

/** Every text of a report, also those that nobody from outside writes, made hostile. */
function hostile(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => hostile(item, key));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hostile(inner, name)]));
  }
  const isOurs = ['at', 'startedAt', 'created_at', 'kind', 'status', 'step', 'outOf'].includes(key);
  return typeof value === 'string' && !isOurs ? `${value}${HOSTILE}` : value;
}

describe('renderReportHtml', () => {
  const report = reportOf(eventfulState());
  const page = render(report);

  it('says once when several things happened, in the description of the timeline', () => {
    const at = after(75);
    const entry = (kind: string, actor: string) => ({ at, recordedAt: at, actor, kind, text: kind, requestId: null });
    const state = completeState({ timeline: [entry('acknowledge', 'ben'), entry('escalate', 'ben'), entry('resolve', 'cat')] });
    const told = /<desc id="timeline[^>]*>([^<]*)</.exec(render(reportOf(state)))?.[1];
    expect(told).toContain('after 1 min 15 s: acknowledged by ben; escalated by ben; resolved by cat.');
  });

  it('says what was found before how the response went', () => {
    const headings = [...page.matchAll(/<h2>([^<]*)</g)].map(([, heading]) => heading);
    expect(headings.slice(0, 3)).toEqual(['Investigation', 'Recommendations', 'What happened']);
  });

  it('says the facts', () => {
    const words = wordsOf(page);
    const facts = [
      'PROD-20260101-001',
      'Database connection pool exhausted',
      'critical',
      'resolved, reopened once',
      'response: partial, score 97/100',
      'time to war room 310 ms',
      'time to complete response 1.9 s',
      'to acknowledge 11 min',
      'to resolve 3 h',
      'Acknowledged by ben',
      'Resolved by cat',
      'Declared (UTC) 2026-01-01 10:00:00',
      '2 escalation levels reached',
      'commander Ben Okafor',
      'scribe no one',
      'War room 27 of 30',
      'connection refused (probe tcp-connect:db-1, 120 ms)',
      'connect: refused',
      'Is it running? (TCP connect)',
      'dba@example.com dba found by email',
      '2026-01-01 12:00:00 alert:grafana reopened the incident: it fires again',
    ];
    expect(facts.filter((fact) => !words.includes(fact))).toEqual([]);
  });

  it('says of what has not happened that it has not', () => {
    const words = wordsOf(render(reportOf(newState())));
    for (const fact of [
      'to acknowledge not yet',
      'Acknowledged by no one',
      'There is no investigation result',
      'No people have been looked up',
    ]) {
      expect(words).toContain(fact);
    }
    expect(words).not.toContain('Degraded');
  });

  it('takes the resolution of one that was reopened for an earlier one', () => {
    const words = wordsOf(render(reportOf(eventfulState({ status: 'reopened' }))));
    expect(words).toContain('reopened once');
    expect(words).not.toContain('reopened, reopened');
    expect(words).toContain('to previous resolution 3 h');
  });

  it('draws the timeline with every turn, who did it and when', () => {
    const [wide = '', narrow = ''] = pictures(page);
    expect([...wide.matchAll(/class="turn"[^>]*>([^<]*)/g)].map(([, word]) => word)).toEqual(
      'declared|war room ready|response complete|escalated|escalated|acknowledged|severity changed|resolved|reopened|acknowledged|resolved'.split(
        '|',
      ),
    );
    expect(wordsOf(wide)).toContain('+10 min · worker');
    expect(wordsOf(wide)).toContain('at the start: declared by ann');
    expect(wordsOf(wide)).toMatch(/: war room ready; .*response complete; /);
    expect(wordsOf(wide)).toContain(' 1 further entry is a small mark;');
    expect(wide.match(/<circle class="small"/g)).toHaveLength(1);
    expect(wordsOf(wide)).toContain('after 14 min, ben: the pool is exhausted, restarting db-1');
    expect([...wide.matchAll(/class="band (\w+)"/g)].map(([, status]) => status)).toEqual(
      'triggered acknowledged resolved reopened acknowledged'.split(' '),
    );
    expect([...narrow.matchAll(/class="turn"/g)]).toHaveLength(11);
  });

  it('keeps the labels of a hundred escalations bounded, and every one of them in picture and table', () => {
    const timeline = Array.from({ length: 100 }, (_, minute) => ({
      ...(report.timeline[2] as Report['timeline'][number]),
      at: after(60 * minute),
    }));
    const crowded = render({ ...report, timeline });
    const [wide = ''] = pictures(crowded);
    expect([...wide.matchAll(/class="turn"/g)].length).toBeLessThanOrEqual(14);
    expect([...wide.matchAll(/paging @1 \(escalation level 1\)<\/title>/g)]).toHaveLength(100);
    expect([...crowded.matchAll(/<tr class="turn">/g)]).toHaveLength(100);
  });

  it('draws no status for the time of entries that were left out', () => {
    const gap = {
      ...(report.timeline[5] as Report['timeline'][number]),
      at: after(12 * 60),
      kind: 'omitted',
      text: '7 entries are left out',
    };
    const [wide = ''] = pictures(render({ ...report, timeline: [...report.timeline.slice(0, 2), gap, ...report.timeline.slice(-1)] }));
    expect([...wide.matchAll(/class="band (\w+)"/g)].map(([, status]) => status)).toEqual(['triggered', 'unknown']);
  });

  it('draws the steps and their activities with outcome and duration', () => {
    const blocked = withNodes(completeState(), { createChannel: { status: 'blocked', attempts: 4, problem: MISSING_SCOPE, round: 2 } });
    const [, , graph = '', , chart = ''] = pictures(render(reportOf(blocked)));
    expect([...graph.matchAll(/class="box (\w+)"/g)].map(([, status]) => status).sort()).toEqual(['blocked', ...Array(6).fill('done')]);
    expect(wordsOf(graph)).toMatch(/createWarRoom ■ blocked · \d/);
    expect(wordsOf(chart)).toContain('createChannel ■ blocked · 100 ms · 4 attempts · run 2');
    for (const { name } of RESPONSE_PLAN.nodes) expect(chart).toContain(`>${name}</text>`);
    expect(wordsOf(render(reportOf(blocked)))).toContain(`■ blocked ${MISSING_SCOPE.message}`);
  });

  it('says what mends a step, and what of the alert could not be read', () => {
    const problems = [{ field: 'severity', value: '8', taken: 'medium, the default' }];
    const state = completeState();
    const incident = state.incident === null ? null : { ...state.incident, problems };
    const blocked = withNodes({ ...state, incident }, { createChannel: { status: 'blocked', problem: MISSING_SCOPE } });
    const words = wordsOf(render(reportOf(blocked)));
    expect(words).toContain(`${MISSING_SCOPE.message} ${MISSING_SCOPE.mend}`);
    expect(words).toContain('severity 8 medium, the default');
  });

  it('draws a bar for nothing that did not run', () => {
    const [, , , , chart = ''] = pictures(render(reportOf(newState())));
    expect(chart).not.toContain('<rect');
    expect(wordsOf(chart)).toContain('· pending');
  });

  it.each([
    ['an eventful incident', report],
    ['one that has only just begun', reportOf(newState())],
    ['hostile texts everywhere', hostile(report) as Report],
    ['times that are no times', { ...report, timeline: report.timeline.map((entry) => ({ ...entry, at: 'noon' })) }],
  ])('has pictures that are well-formed XML, named and described: %s', (_, given) => {
    const drawn = pictures(render(given));
    expect(drawn).toHaveLength(6);
    expect(drawn.map(malformed)).toEqual(Array(6).fill(null));
    expect(drawn.join('')).not.toMatch(/NaN|Infinity|undefined/);
    for (const picture of drawn) {
      const [, titleId, descId] = /aria-labelledby="(\S+) (\S+)"/.exec(picture) ?? [];
      expect(picture).toContain(`<title id="${titleId}">`);
      expect(picture).toContain(`<desc id="${descId}">`);
    }
    const ids = [...render(given).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('makes hostile text no markup, anywhere', () => {
    const attacked = render(hostile(report) as Report);
    const tags = (html: string): readonly string[] => [...html.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, name]) => name ?? '');
    expect(new Set(tags(attacked))).toEqual(new Set(tags(page).filter((name) => name !== 'a')));
    expect(attacked.match(/<style/g)).toHaveLength(1);
    expect(['<script', '<img', '\u202e', '\u0000', '\u001b', '\ud800'].filter((text) => attacked.includes(text))).toEqual([]);
    expect(attacked).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    // Well-formed to the last element, so every piece of it stands where a text or a value was meant to stand.
    expect(malformed(attacked.slice(attacked.indexOf('<main>'), attacked.indexOf('</main>') + 7))).toBeNull();
    expect(attacked.replace(/="[^"]*"/g, '')).not.toMatch(/<[^>]*\son\w+/);
  });

  it('links to the web only, and tells nobody where from', () => {
    const links = ['https://ok.example.com/a?b=1&c=2', 'javascript:alert(1)', 'data:text/html,x', 'https://x" onclick="alert(1)'];
    const linked = render({ ...report, channel: null, incident: { ...report.incident, links } });
    expect([...linked.matchAll(/<a [^>]*>/g)].map(([tag]) => tag)).toEqual([
      '<a href="https://ok.example.com/a?b=1&amp;c=2" rel="noreferrer">',
    ]);
    expect(wordsOf(linked)).toContain('javascript:alert(1)');
  });

  it('loads and runs nothing', () => {
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:`,
    );
    expect(page).not.toMatch(/<script|<link|<iframe|<object|@import|url\(|\ssrc=/);
  });

  it('has one first heading and none that skips a level', () => {
    const levels = [...page.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, index) => level <= (levels[index - 1] ?? 0) + 1)).toBe(true);
  });
});
