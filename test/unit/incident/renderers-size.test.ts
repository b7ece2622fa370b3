import { reportLines } from '../../../src/client/cli/kit/show-report';
import { table } from '../../../src/client/cli/terminal/table';
import { cutToWidth, textWidth } from '../../../src/client/cli/terminal/text-width';
import { assessFindings } from '../../../src/incident/investigation/assess-findings';
import { formHypothesis } from '../../../src/incident/investigation/form-hypothesis';
import type { NewsMessage, RoomMessage } from '../../../src/incident/model/room-message';
import type { IncidentState } from '../../../src/incident/model/state';
import { appendEntry } from '../../../src/incident/model/timeline';
import type { EntryData, TimelineEntry } from '../../../src/incident/model/timeline-entry';
import { joinPeople, peopleToCall } from '../../../src/incident/people/join-people';
import { buildReport } from '../../../src/incident/report/build-report';
import { renderCurrentDetails } from '../../../src/incident/report/current-details';
import { escapeHtml } from '../../../src/incident/report/html/html';
import { renderMermaid } from '../../../src/incident/report/mermaid';
import { renderReportHtml } from '../../../src/incident/report/report-html';
import { renderReportMarkdown } from '../../../src/incident/report/report-markdown';
import { scoreResponse } from '../../../src/incident/response/score';
import { summaryFacts } from '../../../src/incident/response/summary-facts';
import { summaryLines } from '../../../src/incident/response/summary-lines';
import { markdownFence, markdownLine, markdownTable } from '../../../src/incident/text/markdown-text';
import { headlineOf } from '../../../src/incident/war-room/headline';
import { joinNews } from '../../../src/incident/war-room/join-news';
import { outcomeFacts } from '../../../src/incident/war-room/outcome';
import { topicOf, topicText } from '../../../src/incident/war-room/topic';
import { renderRoomMessage } from '../../../src/slack/block-kit/render';
import { codeBlock, escapeLines, escapeText } from '../../../src/slack/block-kit/text';
import { RESPONSE_PLAN } from '../../../src/workflows/response/plan';
import { expectToGrowWithSize } from '../../support/growth';
import { sampleFinding, sampleIncident, sampleProbe } from '../../support/sample-incident';
import { after, completeState } from '../../support/sample-state';

const list = <Item>(count: number, of: (index: number) => Item): Item[] => Array.from({ length: count }, (_, index) => of(index));
/** What every renderer must escape, cut or leave out. */
const NASTY = '<!channel> *a* `b` &|\u202e\u200d\u0301 https://x.example.com/?a=b @here\n';
const KINDS: readonly ((text: string) => EntryData)[] = [
  (text) => ({ kind: 'changeTitle', from: text, to: text }),
  () => ({ kind: 'acknowledge' }),
  (text) => ({ kind: 'addNote', note: text }),
  (text) => ({ kind: 'resolve', note: text }),
  (text) => ({ kind: 'reopen', reason: text }),
  (title) => ({ kind: 'alertUpdated', alert: { outcome: 'partlyRecovered', title } }),
];

const entry = (index: number, text: string): TimelineEntry => {
  const at = after(index);
  return {
    at,
    recordedAt: at,
    actor: `a${index}`,
    requestId: null,
    ...(KINDS[index % KINDS.length]?.(`${index} ${text}`) ?? { kind: 'declared' }),
  };
};

/** So many of everything that an incident may have many of, each different. */
function manyOf(count: number, text = NASTY): IncidentState {
  const probes = list(count, (index) => sampleProbe({ key: `p${index}`, title: `${index} ${text}`, target: `h${index}.example.com:80` }));
  const findings = probes.map((probe, index) =>
    sampleFinding(probe, {
      status: 'fail',
      summary: `${index} ${text}`,
      evidence: [text, `${index}`],
      recommendations: [`${index} ${text}`],
    }),
  );
  const person = (index: number) => ({ userId: `U${index}`, name: `n${index} ${text}`, reference: `r${index}`, method: 'email' as const });
  const problem = { code: 'x', message: text, mend: text };
  const state = completeState({
    probes,
    findings,
    investigation: assessFindings(
      findings,
      list(count, (index) => `l${index} ${text}`),
    ),
    people: {
      resolved: list(count, person),
      unresolved: list(count, (index) => ({ reference: `m${index}`, reason: text })),
      resolutionRate: 0.5,
    },
    degradations: list(count, (index) => ({ what: `w${index}`, problem, at: after(index) })),
    timeline: list(count, (index) => entry(index, text)),
    leftOutProbes: list(count, (index) => `l${index}`),
  });
  const labels = Object.fromEntries(list(count, (index) => [`k${index}`, text]));
  const links = list(count, (index) => `https://l.example.com/${index}`);
  const incident = sampleIncident({ description: text.repeat(count), labels, links, targets: links });
  return { ...state, incident };
}

/** One of everything, and every text so long. */
const longOf = (count: number): IncidentState => manyOf(3, NASTY.repeat(count));

const reported = (state: IncidentState) => buildReport({ ...state, ...scoreResponse(state) }, RESPONSE_PLAN);
const messagesOf = (state: IncidentState): RoomMessage[] => {
  const { incident, people, probes, findings, investigation, timeline, incidentId } = state;
  if (incident === null || people === null || investigation === null) throw new Error('the state is not complete');
  const { resolved: called, unresolved } = people;
  const text = probes.map(({ title }) => title).join(' ');
  return [
    headlineOf(state),
    { kind: 'callForPeople', incident, why: null, takenBy: null, called, unresolved, refused: unresolved, assigned: true },
    { kind: 'reminder', incidentId, asked: called.map(({ userId }) => userId), acknowledgedBy: 'a', wantsCommander: true },
    { kind: 'outcome', incidentId, facts: { ...outcomeFacts(state), acknowledgedBy: text, hypothesis: text }, reopenUntil: after(1) },
    { kind: 'progress', probes, findings },
    ...findings.slice(0, 1).map((finding) => ({ kind: 'finding' as const, finding })),
    { kind: 'verdict', investigation },
    { kind: 'news', entries: timeline },
  ];
};

const sizes: readonly (readonly [string, (factor: number) => IncidentState])[] = [
  ['ten times of everything', (factor) => manyOf(40 * factor)],
  ['texts ten times as long', (factor) => longOf(20 * factor)],
];
const renderers: readonly (readonly [string, (state: IncidentState) => unknown])[] = [
  ['the report', reported],
  ['the report in Markdown', (state) => renderReportMarkdown(reported(state), '')],
  ['the report as a page', (state) => renderReportHtml(reported(state), RESPONSE_PLAN)],
  ['the report on a terminal', (state) => reportLines(reported(state))],
  ['the current details', renderCurrentDetails],
  ['the summary', (state) => summaryLines(summaryFacts(state))],
  ['the topic', (state) => topicText(topicOf(state))],
  ['the messages', (state) => messagesOf(state).map((message) => renderRoomMessage(message))],
  ['the people to call', (state) => peopleToCall(state, joinPeople(state.people, state.people ?? joinPeople(null, NO_PEOPLE)), true)],
  ['the diagram', (state) => renderMermaid(RESPONSE_PLAN, state.steps)],
];
const NO_PEOPLE = { resolved: [], unresolved: [], resolutionRate: 1 };

it.each([
  ['the investigation', ({ findings, leftOutProbes }: IncidentState) => assessFindings(findings, leftOutProbes)],
  ['the hypothesis', ({ findings }: IncidentState) => formHypothesis(findings)],
])('texts ten times as long take at most twelve times the time in %s, whose findings are few', (_, render) => {
  expectToGrowWithSize(longOf, render);
});

describe.each(sizes)('%s take at most twelve times the time', (_, stateOf) => {
  it.each(renderers)('in %s', (_name, render) => {
    expectToGrowWithSize(stateOf, render);
  });
});

describe('a text ten times as long takes at most twelve times the time', () => {
  const texts = [NASTY, '&', '`', '#', '| ', '\u0301', '👩\u200d💻', '\n', '\ud83d', '<http://a|b>'];
  const uses: readonly (readonly [string, (text: string) => unknown])[] = [
    ['markdownLine', (text) => markdownLine(text, text.length)],
    ['markdownFence', (text) => markdownFence(text)],
    ['markdownTable', (text) => markdownTable(['a'], [[text]])],
    ['escapeHtml', escapeHtml],
    ['escapeText', (text) => escapeText(text, text.length)],
    ['escapeLines', (text) => escapeLines(text, text.length)],
    ['codeBlock', (text) => codeBlock([text], text.length)],
    ['textWidth', textWidth],
    ['cutToWidth', (text) => cutToWidth(text, text.length)],
  ];

  it.each(uses)('in %s', (_, use) => {
    for (const text of texts) expectToGrowWithSize((factor) => text.repeat(60 * factor), use);
  });
});

describe('ten times the entries take at most twelve times the time', () => {
  it('to append', () => {
    // To timelines that are full: until there, each is appended to a longer one than the one before.
    for (const [text, bound] of [
      ['x', 500],
      ['x'.repeat(3_000), 120],
    ] as const) {
      const append = (entries: readonly TimelineEntry[], to: readonly TimelineEntry[]) => entries.reduce(appendEntry, to);
      const full = append(
        list(bound, (index) => entry(index, text)),
        [],
      );
      expectToGrowWithSize(
        (factor) => list(100 * factor, (index) => entry(bound + index, text)),
        (entries) => append(entries, full),
      );
    }
  });

  it('to lay out as a table', () => {
    expectToGrowWithSize(
      (factor) => list(20 * factor, (index) => [String(index), NASTY]),
      (rows) => table(['a', 'b'], rows),
    );
  });

  it('to join as news', () => {
    const news = (index: number): NewsMessage => ({ kind: 'news', entries: [entry(index, NASTY)] });
    const join = (all: readonly NewsMessage[]) => all.reduce((joined, one) => joinNews(joined, one) ?? one);
    expectToGrowWithSize((factor) => list(200 * factor, news), join);
  });
});
