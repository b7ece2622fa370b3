import fc from 'fast-check';
import { assessFindings } from '../../../../src/incident/investigation/assess-findings';
import type { CallReason } from '../../../../src/incident/model/call-reason';
import type { RoomMessage } from '../../../../src/incident/model/room-message';
import { codeBlock, escapeText, link } from '../../../../src/slack/block-kit/text';
import { renderChecked } from '../../../support/render-checked';
import { sampleFinding, sampleIncident, sampleProbe } from '../../../support/sample-incident';

/** Text as an attacker, or a log, would write it. */
const hostile = fc.oneof(
  fc.constantFrom('<!channel>', '<!here|x>', '<@U12345>', '<https://evil.example.com|Click>', '```\n<!everyone>\n```', '&lt;!channel&gt;'),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.constantFrom(
    '👨‍👩‍👧‍👦'.repeat(1_000),
    `q${'\u0303'.repeat(9_999)}`,
    'q\u0303\u0323'.repeat(3_000),
    '🇩🇪'.repeat(2_500),
    'שָׁלוֹם \u202e'.repeat(900),
  ),
  fc.constantFrom(
    '\ud83d'.repeat(300),
    `${'x'.repeat(139)}\ud83d`,
    `${'x'.repeat(149)}👍🏽`,
    '`'.repeat(10_000),
    '```'.repeat(600),
    ' \u2060\n',
  ),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom('<&>'.repeat(2_000), 'x'.repeat(50_000), '🔥'.repeat(4_000), `${'a'.repeat(2_999)}<!channel>`, '&'.repeat(3_000)),
);
const TIMES = { timeToWarRoomMs: 310, timeToAcknowledgeMs: 60_000, timeToResolveMs: null };
const PROBLEM = { code: 'x', message: '', mend: '' };

function messages(text: string, many: number): RoomMessage[] {
  const incident = sampleIncident({ title: text, description: text, links: [text, `https://x.example.com/${text}`], targets: [text] });
  const problem = { ...PROBLEM, message: text, mend: text };
  const probes = Array.from({ length: many }, (_, index) => sampleProbe({ key: `p${index}`, title: text, target: text }));
  const findings = probes.map((probe) =>
    sampleFinding(probe, { status: 'fail', summary: text, evidence: Array(10).fill(text), recommendations: Array(5).fill(text) }),
  );
  const called = Array.from({ length: many }, (_, index) => ({
    userId: `U${index}`,
    name: text,
    reference: text,
    method: 'email' as const,
  }));
  const person = { reference: text, name: text, userId: null };
  const candidates = called.slice(0, 5).map(({ userId, name }) => ({ userId, name, how: 'real_name' as const }));
  const unresolved = called.map(({ reference }, index) => ({ reference, reason: text, candidates, isPending: index % 2 === 1 }));
  const whys: readonly CallReason[] = [
    { kind: 'escalation', level: 2, by: text },
    { kind: 'severity', from: 'low', to: 'critical' },
    { kind: 'added', by: text },
    { kind: 'assigned', by: text, role: 'scribe' },
    { kind: 'reopened', by: text, reason: text },
    { kind: 'reopened', by: text, reason: { title: text, isFurther: false, news: [{ kind: 'newLabels', labels: [text], more: 1 }] } },
    { kind: 'late', of: null },
  ];
  return [
    {
      kind: 'headline',
      incident,
      status: 'acknowledged',
      team: called,
      assigned: true,
      acknowledgedBy: text,
      result: {
        counts: { ok: 1, warn: 1, fail: 1, unknown: 1 },
        health: 42,
        confidence: 50,
        gist: { worst: { status: 'fail', title: text, target: text, summary: text }, others: 1, conclusive: 3, probes: 4 },
      },
      roles: { commander: person, communications: null, scribe: { ...person, userId: 'U1' } },
      next: {
        kind: 'acknowledge',
        calls: { level: { number: 1, level: { name: text, users: [text, text] }, again: false }, at: incident.createdAt },
        allCalled: false,
      },
      blocked: [{ step: 'createWarRoom', problem }],
      temporalUrl: 'https://temporal.example.com/x',
    },
    { kind: 'callForPeople', incident, why: null, takenBy: null, called, unresolved, refused: unresolved, assigned: false },
    ...whys.map((why) => ({ kind: 'callForPeople' as const, incident, why, takenBy: text, called, unresolved, assigned: true })),
    { kind: 'reminder', incidentId: incident.id, asked: called.map(({ userId }) => userId), acknowledgedBy: text, wantsCommander: true },
    { kind: 'outcome', incidentId: incident.id, lines: [text, text], reopenUntil: incident.createdAt },
    {
      kind: 'outcome',
      incidentId: incident.id,
      facts: { ...TIMES, acknowledgedBy: text, resolvedBy: text, commander: text, escalated: 2, reopenings: many, hypothesis: text },
      reopenUntil: null,
    },
    { kind: 'progress', probes, findings: findings.slice(0, 1) },
    ...findings.slice(0, 1).map((finding) => ({ kind: 'finding' as const, finding })),
    { kind: 'verdict', investigation: assessFindings(findings, [text, text]) },
    {
      kind: 'summary',
      incidentId: incident.id,
      overallStatus: 'partial',
      score: { total: 50, parts: [{ name: 'people', points: 1, outOf: 20, asked: true, why: text }] },
      lines: Array(many).fill(text),
    },
    {
      kind: 'summary',
      incidentId: incident.id,
      overallStatus: 'failed',
      score: { total: 0, parts: [] },
      facts: {
        incidentId: incident.id,
        steps: { skipped: ['investigate'], tookMs: 1 },
        failure: { kind: 'nothingKnown', isRoomAsked: true, because: text, investigation: text },
        stuck: [{ name: 'createWarRoom', status: 'blocked', problem, note: text }],
        warRoom: { created: true, afterMs: 1 },
        people: { asked: 2, found: 1, hasGroups: false, missing: { first: [text], more: many }, sought: { first: [text], more: 0 } },
        investigation: { probes: many },
        degraded: { first: [{ what: text, message: text }], more: 0 },
      },
    },
    { kind: 'blocked', incidentId: incident.id, step: 'createWarRoom', problem },
    { kind: 'news', entries: [{ actor: text, kind: 'acknowledge', text, commanderCommand: `incident assign ${text} USER` }] },
    { kind: 'news', entries: [{ actor: text, via: text, kind: 'acknowledge', lacksCommander: text }] },
    { kind: 'news', entries: [{ actor: text, kind: 'changeTitle', from: text, to: text, disbelieved: text }] },
    {
      kind: 'news',
      entries: [{ actor: text, kind: 'reopen', reason: { title: text, isFurther: true, news: [{ kind: 'description', text }] } }],
    },
    { kind: 'news', entries: [{ actor: 'worker', kind: 'omitted', count: many }] },
    {
      kind: 'news',
      entries: Array.from({ length: many + 1 }, () => ({ actor: text, kind: 'addNote', text: text.slice(0, 3_000) })).slice(0, 3),
    },
  ];
}

interface AnyBlock {
  readonly type: string;
  readonly text?: { readonly type: string; readonly text: string };
  readonly fields?: readonly { readonly text: string }[];
  readonly elements?: readonly { readonly text?: string }[];
}

/** Our own markup; whatever else begins with `<` would be somebody else's. */
const OURS = /<@[A-Z0-9]+>|<!date\^\d+\^[^|<>]+\|[^<>]+>|<https?:\/\/[^<>|]+\|[^<>]*>/g;

function check(message: RoomMessage): void {
  const rendered = renderChecked(message);
  const blocks = [...(rendered.blocks ?? []), ...(rendered.attachments ?? []).flatMap((part) => part.blocks)] as AnyBlock[];
  expect(blocks.length).toBeGreaterThan(0);
  const texts = [rendered.text];
  for (const { text, fields = [], elements = [] } of blocks) {
    if (text?.type === 'mrkdwn') texts.push(text.text);
    texts.push(...fields.map((field) => field.text), ...elements.flatMap((element) => element.text ?? []));
  }
  expect(rendered.text.length).toBeGreaterThan(0);
  for (const text of texts) expect(text.replace(OURS, '')).not.toMatch(/[<>]/);
  const whole = JSON.stringify(rendered);
  expect(whole.split('"type":"mrkdwn"').length).toBe(whole.split('"verbatim":true').length);
}

it('mentions nobody, links nothing and keeps Slack’s limits, whatever text it is given', () => {
  fc.assert(
    fc.property(hostile, fc.constantFrom(0, 1, 3, 40), (text, many) => {
      for (const message of messages(text, many)) check(message);
    }),
    { numRuns: 100 },
  );
});

it('says where the links of an alert lead', () => {
  const links = ['https://grafana.example.com/d/1', 'https://grafana.example.com.evil.example:8443/d/1'];
  const headlines = messages('text', 1).map((message) =>
    message.kind === 'headline' ? { ...message, incident: { ...message.incident, links } } : null,
  );
  const [headline] = headlines.filter((message) => message !== null);
  const shown = JSON.stringify(headline && renderChecked(headline));
  expect(shown).toContain('<https://grafana.example.com/d/1|Dashboard (grafana.example.com)>');
  expect(shown).toContain('|Dashboard (grafana.example.com.evil.example:8443)>');
});

it('counts the escaped text, and cuts no escape and no character in two', () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 1, max: 100 }), (text, max) => {
      const escaped = escapeText(text, max);
      expect(escaped.length).toBeLessThanOrEqual(max);
      expect(escaped.replace(/&(amp|lt|gt);/g, '')).not.toMatch(/[&<>]/);
      expect(Buffer.from(escaped).toString()).toBe(escaped);
    }),
  );
});

it('keeps evidence inside its code block', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const block = codeBlock([text, text]);
      expect(block.startsWith('```\n') && block.endsWith('\n```')).toBe(true);
      expect(block.slice(3, -3)).not.toContain('```');
      expect(block.length).toBeLessThan(3_000);
    }),
  );
});

it('asks for a commander beneath the news of who took it, as a reminder does', () => {
  const asked = (where: string): string =>
    `No one is in command. *Take command* is in the menu of the pinned headline. To name someone else${where}: \`/incident assign @PERSON commander\``;
  const news = { kind: 'news' as const, entries: [{ actor: 'ben', kind: 'acknowledge' as const, lacksCommander: 'A-1' }] };
  expect(renderChecked(news)).toMatchObject({
    text: '*ben* acknowledged the incident',
    blocks: [{ text: { text: `*ben* acknowledged the incident\n${asked(', in the room')}` } }],
  });
  const reminder = { kind: 'reminder' as const, incidentId: 'A-1', asked: [], acknowledgedBy: 'ben', wantsCommander: true };
  expect(JSON.stringify(renderChecked(reminder).blocks)).toContain(asked(''));
});

it('shows by whom an actor came in, and where the news are that were too many', () => {
  const noted = { actor: 'ben', via: 'slack', kind: 'addNote', note: 'it is the pool' } as const;
  const message: RoomMessage = { kind: 'news', entries: [noted, { actor: 'worker', kind: 'omitted', count: 30 }] };
  const { text, blocks } = renderChecked(message, 'A-1');
  expect(text).toBe('*ben (via slack)* noted: it is the pool');
  expect(JSON.stringify(blocks)).toMatch(/\\n30 more entries .*in the room: `\/incident timeline`/);
});

describe('what older code has left in an outbox', () => {
  const SCORE = { total: 50, parts: [] };
  it.each<readonly [RoomMessage, string]>([
    [{ kind: 'news', entries: [{ actor: 'ben (via root)', kind: 'acknowledge', text: 'took it' }] }, '*ben (via root)* took it'],
    [{ kind: 'news', entries: [{ actor: 'ben', kind: 'addNote', text: 'it is the pool' }] }, '*ben* noted: it is the pool'],
    [
      { kind: 'news', entries: [{ actor: 'ben', kind: 'acknowledge', text: 'took it', commanderCommand: 'incident name X' }] },
      'No one is in command.',
    ],
    [{ kind: 'news', entries: [{ actor: 'worker', kind: 'omitted', text: '30 more came', count: 30 }] }, '"30 more came"'],
    [
      { kind: 'summary', incidentId: 'A-1', overallStatus: 'partial', score: SCORE, lines: ['6 of 6 steps', 'war room open'] },
      'war room open',
    ],
    [{ kind: 'outcome', incidentId: 'A-1', lines: ['resolved: after 1 min'], reopenUntil: null }, '• resolved: after 1 min'],
    [
      {
        kind: 'callForPeople',
        incident: sampleIncident(),
        why: { kind: 'reopened', by: 'ben', reason: 'it is back' },
        takenBy: null,
        called: [],
        unresolved: [],
        assigned: true,
      },
      'by ben: it is back',
    ],
  ])('is shown in its own words: %j', (message, words) => {
    expect(JSON.stringify(renderChecked(message))).toContain(words);
  });
});

it.each([
  ['https://a.example.com/x?a=1&b=2', '<https://a.example.com/x?a=1&amp;b=2|Alert>'],
  ['https://a.example.com/<x>|y', '<https://a.example.com/%3Cx%3E%7Cy|Alert>'],
  ['javascript:alert(1)', null],
  ['https://a.example.com/ <!channel>', null],
  ['', null],
])('links %s as %s', (url, expected) => {
  expect(link(url, 'Alert')).toBe(expected);
});
