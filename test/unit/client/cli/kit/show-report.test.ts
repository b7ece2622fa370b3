import { reportJson } from '../../../../../src/client/cli/kit/report-json';
import { reportLines } from '../../../../../src/client/cli/kit/show-report';
import { stuckSteps } from '../../../../../src/client/cli/kit/stuck-steps';
import type { IncidentState } from '../../../../../src/incident/model/state';
import { buildReport } from '../../../../../src/incident/report/build-report';
import { RESPONSE_PLAN } from '../../../../../src/workflows/response/plan';
import { eventfulState } from '../../../../support/eventful-state';
import { after, completeState, MISSING_SCOPE, withNodes } from '../../../../support/sample-state';

const reportOf = (state: IncidentState) => buildReport(state, RESPONSE_PLAN);
const shown = (state: IncidentState, seconds = 300): string => reportLines(reportOf(state), undefined, new Date(after(seconds))).join('\n');

describe('an incident as it is shown', () => {
  it('says how old it is, that nobody has taken it, and who is called when', () => {
    const text = shown(completeState({ escalation: { reached: 0, dueAt: after(600) } }));
    expect(text).toMatch(/^declared +5 min ago, 2026-01-01 10:00 UTC, by ann$/m);
    expect(text).toMatch(/^acknowledged +not yet$/m);
    expect(text).toMatch(/^commander +none$/m);
    expect(text).toMatch(/^next +unless someone acknowledges, .+ (?:is|are) paged at 2026-01-01 10:10 UTC \(in 5 min\)$/m);
  });

  it('says who has taken it, who is in command, and how it ended', () => {
    const text = shown(eventfulState(), 4 * 3_600);
    expect(text).toMatch(/^acknowledged +by ben, 2026-01-01 12:30 UTC$/m);
    expect(text).toMatch(/^resolved +by cat, 2026-01-01 13:00 UTC$/m);
    expect(text).toMatch(/^commander +Ben Okafor$/m);
  });

  it('says to whom the incident itself is assigned', () => {
    const assigned = ['Omar Castillo', 'Ben Ode'].map((name) => ({ name, reference: name, userId: null }));
    const lines = reportLines(reportJson(completeState({ assigned }), []));
    expect(lines).toContain('assigned      to Omar Castillo, Ben Ode');
    expect(shown(completeState())).not.toMatch(/^assigned/m);
  });

  it('names a person once, however many references lead to her', () => {
    const dba = { userId: 'U1', name: 'dba', method: 'email' as const };
    const resolved = [
      { ...dba, reference: 'dba@example.com' },
      { ...dba, reference: '@dba' },
    ];
    expect(shown(completeState({ people: { resolved, unresolved: [], resolutionRate: 1 } }))).toMatch(/^people +dba$/m);
  });

  it('names each who was not found, and why', () => {
    const unresolved = ['eve', 'zaphod'].map((reference) => ({ reference, reason: 'no user has this name' }));
    expect(shown(completeState({ people: { resolved: [], unresolved, resolutionRate: 0 } }))).toMatch(
      /^people +none; to page someone: incident add PROD-20260101-001 USER\nnot found +eve \(no user has this name\)\n +zaphod \(no user has this name\)$/m,
    );
  });

  it('names whom a reference could mean, by what tells them apart, and who is still looked for', () => {
    const unresolved = [
      { reference: 'dana.k', reason: 'the directory is still being read', isPending: true },
      {
        reference: 'james@partner.example',
        reason: 'no user has this email',
        candidates: [{ userId: 'U7', name: 'James King', how: 'real_name' as const }],
      },
    ];
    expect(shown(completeState({ people: { resolved: [], unresolved, resolutionRate: 0 } }))).toMatch(
      /^not found +james@partner\.example \(no user has this email\); could be James King \(U7\)\nstill searching +dana\.k \(the directory is still being read\)$/m,
    );
  });

  it('says who cancelled it, and that nobody had acknowledged it', () => {
    const entry = { at: after(60), recordedAt: after(60), actor: 'ben', kind: 'cancel', text: 'cancelled', requestId: null };
    const text = shown(completeState({ status: 'cancelled', timeline: [entry] }));
    expect(text).toMatch(/^acknowledged +never$/m);
    expect(text).toMatch(/^cancelled +by ben, 2026-01-01 10:01 UTC$/m);
  });

  it('says who was paged outside Slack, through what, and how it ended', () => {
    expect(shown(completeState())).not.toMatch(/^pages/m);
    const mail = {
      name: 'mail',
      keys: ['a', 'b'],
      references: [],
      recipients: ['dba@example.com', 'ann@example.com'],
      ending: 'acknowledged' as const,
    };
    const ntfy = { name: 'ntfy', keys: ['a'], references: ['dba@example.com'], ending: null };
    const dead = { name: 'dead', keys: ['a'], givenUp: ['a'], references: ['dba@example.com'], ending: 'resolved' as const };
    const pages = { pagers: [mail, ntfy, dead], slackAwayIn: null };
    expect(shown(completeState({ pages }))).toMatch(
      /^pages +2 pages through mail to dba@example.com, ann@example.com; acknowledged\n +1 page through ntfy; neither acknowledged nor resolved yet\n +no page through dead was confirmed$/m,
    );
    const problem = { code: 'notify_unreachable', message: 'ntfy.sh does not answer', mend: '' };
    const degradations = [{ what: 'page through ntfy', problem, at: after(1) }];
    expect(shown(completeState({ pages, degradations }))).toMatch(/^ +1 page through ntfy; trouble: ntfy.sh does not answer$/m);
    const ends = [{ what: 'end of pages through mail', problem, at: after(1) }];
    expect(shown(completeState({ pages, degradations: ends }))).toMatch(/^pages +2 pages .*; trouble: ntfy.sh does not answer$/m);
    expect(reportOf(completeState({ pages })).pages[0]).toEqual({
      through: 'mail',
      people: ['dba@example.com', 'ann@example.com'],
      count: 2,
      ending: 'acknowledged',
      trouble: null,
    });
  });

  it('shows what a finding that fails or warns links to, whole', () => {
    const state = completeState();
    const link = `https://grafana.example.com/d/${'x'.repeat(500)}`;
    const linked = (status: 'fail' | 'ok') => {
      if (state.investigation === null) throw new Error('the sample has no investigation');
      const findings = state.investigation.findings.map((finding) => ({ ...finding, title: 'Errors', status, link }));
      return shown({ ...state, investigation: { ...state.investigation, findings } }).split('\n');
    };
    expect(linked('fail')).toContain(`Errors: ${link}`);
    expect(linked('ok').join()).not.toContain(link);
  });

  it('shows where to look: the room, the run, the alert’s links', () => {
    const incident = {
      links: ['https://grafana.example.com/d/1', 'https://wiki.example.com'],
      temporalUrl: 'https://temporal.example.com/run',
    };
    const text = shown(completeState({}, incident));
    expect(text).toMatch(/^war room +public #incident-prod-20260101-001 https:\/\/acme.example.com\/archives\/C1$/m);
    expect(text).toMatch(/^Temporal +https:\/\/temporal.example.com\/run$/m);
    expect(text).toMatch(/^links +https:\/\/grafana.example.com\/d\/1\n +https:\/\/wiki.example.com$/m);
  });

  it('says of a blocked step what is wrong, what to do, and what to type', () => {
    const state = withNodes(completeState(), {
      createChannel: { status: 'blocked', problem: MISSING_SCOPE },
      postVerdict: { status: 'waiting', note: 'waits for "create the channel"' },
    });
    const text = shown(state);
    const id = state.incidentId;
    const commands = [`incident retry-step ${id} createWarRoom`, `incident skip-step ${id} createWarRoom --reason "…"`];
    expect(text).toContain(
      [
        `blocked: createWarRoom: ${MISSING_SCOPE.message}`,
        `  to do: ${MISSING_SCOPE.mend}`,
        `  then retry: ${commands[0]}`,
        `  or skip it: ${commands[1]}`,
        'waiting: updateSlackThread: waits for "create the channel"',
      ].join('\n'),
    );
    expect(stuckSteps(reportOf(state))).toEqual([
      { step: 'createWarRoom', status: 'blocked', error: MISSING_SCOPE.message, mend: MISSING_SCOPE.mend, commands },
      { step: 'updateSlackThread', status: 'waiting', error: 'waits for "create the channel"', mend: null, commands: [] },
    ]);
  });

  it('says what to do about what is degraded', () => {
    const degradations = [{ what: 'furnishRoom', problem: MISSING_SCOPE, at: after(1) }];
    const state = withNodes(completeState({ degradations }), { furnishRoom: { status: 'failed', problem: MISSING_SCOPE } });
    expect(shown(state)).toContain(
      `degraded: couldn't set up the topic, pin and bookmarks: ${MISSING_SCOPE.message} → ${MISSING_SCOPE.mend}`,
    );
  });

  it('lets no control character through', () => {
    const text = shown(completeState({ acknowledgedBy: 'a\u001b[2Jb' }, { links: ['https://x.example.com/\u202ey'] }));
    expect(['\u001b', '\u202e'].filter((character) => text.includes(character))).toEqual([]);
  });
});
