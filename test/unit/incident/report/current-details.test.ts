import { STEPS } from '../../../../src/incident/model/plan';
import type { IncidentState } from '../../../../src/incident/model/state';
import { renderCurrentDetails } from '../../../../src/incident/report/current-details';
import { scoreResponse } from '../../../../src/incident/response/score';
import { eventfulState } from '../../../support/eventful-state';
import { sampleIncident } from '../../../support/sample-incident';
import { after, completeState, MISSING_SCOPE, newState, withNodes } from '../../../support/sample-state';

/** What the server keeps. */
const SERVER_BYTES = 20_000;

const shown = (state: IncidentState): string => renderCurrentDetails(state);
/** As it reads, without the escapes of Markdown. */
const read = (state: IncidentState): string => shown(state).replace(/\\/g, '');
const stepLines = (state: IncidentState): string[] =>
  read(state)
    .split('\n')
    .filter((line) => STEPS.some((step) => line.includes(` ${step}: `)));

it('shows of a whole incident what it is, who acts, every step, what was found and what came last', () => {
  const state = eventfulState();
  const text = read({ ...state, ...scoreResponse(state) });
  expect(text.split('\n')[0]).toBe('**RESOLVED · critical · Database connection pool exhausted**');
  for (const fact of ['#incident-prod-20260101-001', 'dba', 'ben', 'cat', 'Commander: Ben Okafor', '1 fail', '49/100'])
    expect(text).toContain(fact);
  expect(text).toMatch(/Score \d+\/100/);
  expect(stepLines(state).map((line) => line.split(' ')[2])).toEqual(STEPS.map((step) => `${step}:`));
  const latest = text.split('\n').filter((line) => /UTC \S+: /.test(line));
  expect(latest).toHaveLength(10);
  expect(latest.at(-1)).toMatch(/2026-01-01 13:00:00 UTC cat: resolved the incident: more connections$/);
  expect(text).not.toContain('declared the incident');
});

it.each<[string, Partial<IncidentState['request']>, string]>([
  ['its own title and severity', { severity: 'high' }, '**TRIGGERED · high · Database connection pool exhausted**'],
  ['its id', { title: undefined } as never, '**TRIGGERED · severity not known yet · PROD-20260101-001**'],
])('shows of one that is not parsed yet %s, and nothing that is not known', (_, request, title) => {
  const state = newState();
  const text = shown({ ...state, request: { ...state.request, ...request } });
  expect(text.split('\n')[0]).toBe(title);
  expect(text).not.toMatch(/Health|Score|Resolved by|undefined|null|NaN/);
});

it('says of a private one that it is private, beside its title', () => {
  expect(shown(completeState({}, { privacy: 'private' })).split('\n')[0]).toContain('private');
});

describe('a blocked step', () => {
  const blocked = (incidentId: string): IncidentState =>
    withNodes(completeState({ incidentId }), { createChannel: { status: 'blocked', problem: MISSING_SCOPE, endedAt: after(3) } });

  it('stands there with its problem, what to fix and both ways on; one that is not blocked does not', () => {
    const text = read(blocked('PROD-1'));
    expect(text).toContain(`createWarRoom: ${MISSING_SCOPE.message} → **${MISSING_SCOPE.mend}**`);
    expect(text).toContain('`incident retry-step PROD-1 createWarRoom`');
    expect(text).toContain('`incident skip-step PROD-1 createWarRoom --reason "…"`');
    expect(text.match(/retry-step/g)).toHaveLength(1);
    expect(shown(completeState())).not.toContain('retry-step');
  });

  it('has commands that no id can break out of', () => {
    expect(shown(blocked('A-1` <b>x'))).toContain('`incident retry-step A-1???b?x createWarRoom`');
  });
});

it('shows what is due next as long as it is open', () => {
  const open = completeState({ status: 'resolved', archiveDueAt: after(86_400) });
  expect(shown(open)).toContain('at 2026-01-02 10:00 UTC');
  expect(shown({ ...open, closedAt: after(86_400) })).not.toContain('at 2026-01-02 10:00 UTC');
});

describe('text from outside', () => {
  const HOSTILE = 'x`*_\n# head\n- [a](http://evil.example.com) <script> | @here \u202e';
  const everywhere = (text: string): IncidentState => {
    const problem = { code: 'x', message: text, mend: text };
    const person = { userId: 'U1', name: text, reference: text };
    const state = completeState({
      acknowledgedBy: text,
      resolvedBy: text,
      people: { resolved: [{ ...person, method: 'email' }], unresolved: [{ reference: text, reason: text }], resolutionRate: 0.5 },
      roles: { commander: person, communications: null, scribe: null },
      timeline: [{ at: after(1), recordedAt: after(1), actor: text, kind: 'addNote', text, requestId: null }],
      degradations: [{ what: text, problem, at: after(1) }],
      incident: sampleIncident({ title: text }),
    });
    const investigation = state.investigation === null ? null : { ...state.investigation, hypothesis: text };
    return withNodes({ ...state, investigation }, { createChannel: { status: 'blocked', problem, note: text } });
  };

  it('begins no line, heading, link, mention or tag', () => {
    const lines = shown(everywhere(HOSTILE)).split('\n');
    expect(lines.map((line) => line.slice(0, 2))).toEqual(
      shown(everywhere('x'))
        .split('\n')
        .map((line) => line.slice(0, 2)),
    );
    // A code span is not markup; whatever else could be is escaped.
    const live = lines.join('\n').replace(/(?<!\\)`[^`\n]*`/g, '');
    expect(live).not.toMatch(/<|(?<![\\&])[\][#_]|evil|@here|\u202e/);
  });

  it.each(['é', '界', '👩‍💻', '*'])('never makes it longer than the server keeps, and cuts no line: %s', (character) => {
    const long = character.repeat(500);
    const state = everywhere(long);
    const timeline = Array.from({ length: 50 }, () => state.timeline[0] as (typeof state.timeline)[0]);
    const steps = state.steps.map((step) => ({ ...step, note: long, problem: { code: 'x', message: long, mend: long } }));
    const text = shown({ ...state, timeline, steps });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(SERVER_BYTES);
    const whole = shown({ ...state, timeline: timeline.slice(0, 1), steps }).split('\n');
    const lines = text.split('\n');
    expect(lines.slice(0, -1).every((line) => whole.includes(line))).toBe(true);
    expect(lines.at(-1)).toMatch(/^…$|^- /);
  });
});
