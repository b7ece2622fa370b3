import type { AlertFiring } from '../../../../src/incident/model/alert-outcome';
import type { ToldEntry } from '../../../../src/incident/model/commands';
import type { EntryData, EntryKind, TimelineEntry, WordedEntry } from '../../../../src/incident/model/timeline-entry';
import { describeEntry } from '../../../../src/incident/timeline-words/describe-entry';
import { wordedState, wordedTimeline } from '../../../../src/incident/timeline-words/worded-state';
import { after, completeState, MISSING_SCOPE } from '../../../support/sample-state';

type Case<Kind extends EntryKind> = readonly [data: Extract<EntryData, { kind: Kind }>, words: string];

const level = { number: 1, level: { name: 'leads', users: ['@leads'] }, again: false };
const unchecked = { kind: 'notAsked', reason: 'no answer in time' } as const;
const HIDDEN = 'a private alert (its text is hidden, because the war room is public)';
const NEWS: AlertFiring['news'] = [
  { kind: 'severity', from: 'medium', to: 'critical' },
  { kind: 'newLabels', labels: ['zone=b', 'team=db'], more: 2 },
  { kind: 'changedLabels', labels: [{ label: 'service=cache', was: 'db' }], more: 0 },
  { kind: 'newLinks', links: ['https://a.example.com'], more: 0 },
  { kind: 'description', text: 'Now also reads.' },
];
const NEWS_WORDS =
  'severity raised from medium to critical; new labels: zone=b, team=db and 2 more; other labels: service=cache (the incident has db); new links: https://a.example.com; new description: Now also reads.';

const RESTART = { proposalId: 'P-0a1b2c3d4e', topic: { kind: 'action', title: 'Restart', target: 'shop/web' } } as const;
const ESCALATE = { proposalId: 'P-0a1b2c3d4e', topic: { kind: 'command', name: 'escalate' } } as const;
const LOST = { code: 'lost', message: 'the worker is gone', mend: '' };

type Told = ToldEntry['kind'];
/** Every kind with words of its own, in every form that it comes in, and those that a command's declaration tells. */
const TABLE: { readonly [Kind in Exclude<EntryKind, Told>]: readonly Case<Kind>[] } & { readonly [Kind in Told]?: readonly Case<Kind>[] } =
  {
    declared: [[{ kind: 'declared' }, 'declared the incident']],
    acknowledge: [
      [{ kind: 'acknowledge' }, 'acknowledged the incident'],
      [
        { kind: 'acknowledge', unchecked },
        "acknowledged the incident (identity not checked, because Slack couldn't be reached: no answer in time)",
      ],
    ],
    decline: [
      [{ kind: 'decline', hadAcknowledged: false, pages: null }, "can't take the incident"],
      [{ kind: 'decline', reason: 'on a train', hadAcknowledged: false, pages: null }, "can't take the incident: on a train"],
      [
        { kind: 'decline', reason: 'on a train.', hadAcknowledged: false, pages: { level, nobody: null } },
        "can't take the incident: on a train. no one who was called can take it; paging @leads (escalation level 1, leads)",
      ],
      [
        { kind: 'decline', hadAcknowledged: true, pages: { level, nobody: null } },
        "acknowledged the incident, but can't take it after all; paging @leads (escalation level 1, leads)",
      ],
      [
        { kind: 'decline', hadAcknowledged: true, pages: 'noLevelLeft' },
        "acknowledged the incident, but can't take it after all; every escalation level has been paged",
      ],
    ],
    addNote: [
      [{ kind: 'addNote', note: 'pool size was 5' }, 'pool size was 5'],
      [
        {
          kind: 'addNote',
          note: 'pool size was 5',
          quoted: { author: 'Ana Ruiz', at: after(60), permalink: 'https://acme.slack.com/archives/C1/p1' },
        },
        'Ana Ruiz wrote at 2026-01-01 10:01 UTC: pool size was 5 (https://acme.slack.com/archives/C1/p1)',
      ],
    ],
    changeSeverity: [[{ kind: 'changeSeverity', from: 'critical', to: 'low' }, 'changed the severity from critical to low']],
    assign: [
      [{ kind: 'assign', person: 'Ben', role: null, from: null }, 'assigned the incident to Ben'],
      [{ kind: 'assign', person: 'Ben', role: 'scribe', from: null }, 'assigned the scribe role to Ben'],
      [
        { kind: 'assign', person: 'Ben', role: 'commander', from: 'dba', unchecked: { kind: 'notAnswered', reason: 'being read' } },
        'reassigned the commander role from dba to Ben (identity not checked yet: being read)',
      ],
    ],
    addResponders: [
      [{ kind: 'addResponders', called: ['zoe', '@leads'], notFound: [] }, 'started paging zoe, @leads'],
      [
        { kind: 'addResponders', called: ['zoe'], notFound: [{ reference: 'Zaphod', reason: 'no user has this name' }], unchecked },
        `started paging zoe (identity not checked, because Slack couldn't be reached: no answer in time); couldn't identify "Zaphod": no user has this name`,
      ],
    ],
    changeTitle: [[{ kind: 'changeTitle', from: 'DB', to: 'DB down' }, 'changed the title from "DB" to "DB down"']],
    escalate: [
      [{ kind: 'escalate', level, nobody: null, isByClock: false }, 'escalated: paging @leads (escalation level 1, leads)'],
      [{ kind: 'escalate', level, nobody: 'noWarRoom', isByClock: false }, 'escalated: no one to page, because no war room was requested'],
      [
        { kind: 'escalate', level, nobody: 'nobodyFound', isByClock: true },
        'no one acknowledged in time; no one to page, because none of the requested people were found',
      ],
    ],
    resolve: [
      [{ kind: 'resolve' }, 'resolved the incident'],
      [{ kind: 'resolve', note: 'restarted the pool' }, 'resolved the incident: restarted the pool'],
      [{ kind: 'resolve', alert: { title: 'Pool exhausted' } }, 'resolved the incident, because the alert recovered: Pool exhausted'],
      [{ kind: 'resolve', alert: { title: null } }, `resolved the incident, because the alert recovered: ${HIDDEN}`],
    ],
    reopen: [
      [{ kind: 'reopen', reason: 'it is back' }, 'reopened the incident: it is back'],
      [
        { kind: 'reopen', reason: { title: 'Pool exhausted', isFurther: false, news: [] } },
        'reopened the incident, because the alert is firing again: Pool exhausted',
      ],
    ],
    cancel: [
      [{ kind: 'cancel', reason: 'a drill' }, 'cancelled the incident: a drill'],
      [{ kind: 'cancel', reason: null }, 'cancelled the incident: its workflow was cancelled in Temporal'],
    ],
    investigateAgain: [
      [{ kind: 'investigateAgain', runbooks: [] }, 'started another investigation'],
      [
        { kind: 'investigateAgain', runbooks: ['database', 'network'] },
        'started another investigation with the runbooks database, network',
      ],
    ],
    retryStep: [[{ kind: 'retryStep', step: 'investigate' }, 'retried investigate']],
    skipStep: [[{ kind: 'skipStep', step: 'createWarRoom', reason: 'no scope' }, 'skipped createWarRoom: no scope']],
    resumeFrom: [
      [{ kind: 'resumeFrom', step: 'investigate', wasClosed: false }, 'resumed the response from investigate'],
      [{ kind: 'resumeFrom', step: 'investigate', wasClosed: true }, 'resumed the closed incident from investigate'],
    ],
    alertUpdated: [
      [
        { kind: 'alertUpdated', alert: { outcome: 'repeated', title: 'Pool exhausted', isFurther: false, news: [] } },
        'the alert is firing again: Pool exhausted',
      ],
      [
        { kind: 'alertUpdated', alert: { outcome: 'updated', title: 'Disk full', isFurther: true, news: NEWS } },
        `another alert is firing: Disk full; ${NEWS_WORDS}`,
      ],
      [
        { kind: 'alertUpdated', alert: { outcome: 'updated', title: null, isFurther: true, news: [] } },
        `another alert is firing: ${HIDDEN}`,
      ],
      [
        { kind: 'alertUpdated', alert: { outcome: 'partlyRecovered', title: 'Disk full' } },
        'an alert recovered: Disk full; another is still firing, so the incident stays open',
      ],
      [
        { kind: 'alertUpdated', alert: { outcome: 'alreadyResolved', title: 'Disk full' } },
        'the alert recovered after the incident was resolved: Disk full',
      ],
      [
        { kind: 'alertUpdated', alert: { outcome: 'notRecovered', what: 'its data vanished', isResolved: false } },
        'its data vanished; the incident stays open',
      ],
      [
        { kind: 'alertUpdated', alert: { outcome: 'notRecovered', what: null, isResolved: true } },
        'a private alert ended without recovering (its text is hidden, because the war room is public)',
      ],
      [
        {
          kind: 'alertUpdated',
          alert: { outcome: 'stillFiring', title: 'Disk full', incidentId: 'A-1', resolvedBy: 'ben', resolvedAt: after(60) },
        },
        'the alert is still firing: Disk full; the incident remains resolved (resolved by ben at 2026-01-01 10:01 UTC); if the problem persists, reopen the incident',
      ],
      [
        { kind: 'alertUpdated', alert: { outcome: 'noted', title: 'Disk full', status: 'acknowledged', severity: 'low' } },
        'the alert was acknowledged at its source: Disk full',
      ],
      [
        { kind: 'alertUpdated', alert: { outcome: 'noted', title: 'Disk full', status: 'firing', severity: 'low' } },
        'the alert is firing with severity low: Disk full; the incident was not updated, because its own event has not been parsed',
      ],
    ],
    refused: [
      [
        { kind: 'refused', command: 'changeSeverity', reason: 'the severity is already low' },
        'tried to change the severity; this was refused: the severity is already low',
      ],
      [{ kind: 'refused', command: 'explode', reason: 'it is not a command' }, 'sent "explode", which was refused: it is not a command'],
    ],
    blocked: [
      [
        { kind: 'blocked', step: 'createWarRoom', problem: MISSING_SCOPE },
        'createWarRoom is blocked: Slack refuses: scope groups:write is missing',
      ],
    ],
    degraded: [
      [
        { kind: 'degraded', what: 'furnishRoom', problem: MISSING_SCOPE },
        "couldn't set up the topic, pin and bookmarks: Slack refuses: scope groups:write is missing",
      ],
    ],
    warRoom: [
      [
        { kind: 'warRoom', name: 'incident-1', privacy: 'public', created: true, insteadOf: null },
        'opened the public war room #incident-1',
      ],
      [
        { kind: 'warRoom', name: 'incident-1-2', privacy: 'private', created: false, insteadOf: 'incident-1' },
        'reused the private war room #incident-1-2 in place of #incident-1',
      ],
    ],
    paged: [
      [{ kind: 'paged', pager: 'pager', reason: { kind: 'started' } }, 'paged people through pager, because the incident started'],
      [
        { kind: 'paged', pager: 'pager', reason: { kind: 'escalated', level: 2 } },
        'paged people through pager, because escalation level 2 was reached',
      ],
      [
        { kind: 'paged', pager: 'pager', reason: { kind: 'raised', to: 'critical' } },
        'paged people through pager, because the severity was raised to critical',
      ],
      [
        { kind: 'paged', pager: 'pager', reason: { kind: 'slackUnreachable' } },
        'paged people through pager, because no one could be paged in Slack',
      ],
      [{ kind: 'paged', pager: 'pager', reason: { kind: 'reopened' } }, 'paged people through pager, because the incident was reopened'],
    ],
    call: [
      [
        { kind: 'call', references: ['zoe'], reason: 'escalation', level: 2, because: 'acknowledged' },
        'did not page zoe (escalation level 2), because someone had acknowledged by then',
      ],
      [
        { kind: 'call', references: [], reason: 'added', because: 'cancelled' },
        'did not page everyone (added by hand), because the incident had been cancelled',
      ],
      [
        { kind: 'call', references: ['zoe'], reason: 'late', because: 'resolved' },
        'did not page zoe (found later), because the incident had been resolved',
      ],
    ],
    investigated: [
      [
        { kind: 'investigated', conclusion: 'cause_named', cause: { statement: 'The disk is full.', confidence: 95 } },
        'investigated: most likely cause (confidence 95%): The disk is full.',
      ],
      [{ kind: 'investigated', conclusion: 'no_cause_found', cause: null }, 'investigated: no cause found'],
      [{ kind: 'investigated', conclusion: 'looks_healthy', cause: null }, 'investigated: this looks healthy'],
      [{ kind: 'investigated', conclusion: 'unknown', cause: null }, 'investigated: too little could be observed to tell'],
    ],
    reminder: [[{ kind: 'reminder' }, 'asked for an update, because there had been none for a while']],
    close: [[{ kind: 'close' }, 'closed the resolved incident: its workflow was cancelled in Temporal']],
    proposed: [
      [{ kind: 'proposed', ...RESTART, reason: 'it leaks' }, 'proposed "Restart: shop/web" (P-0a1b2c3d4e): it leaks'],
      [{ kind: 'proposed', ...ESCALATE, reason: '' }, 'asked someone to confirm "escalate" (P-0a1b2c3d4e)'],
    ],
    approved: [
      [{ kind: 'approved', ...RESTART }, 'approved "Restart: shop/web" (P-0a1b2c3d4e)'],
      [{ kind: 'approved', ...ESCALATE }, 'confirmed "escalate" (P-0a1b2c3d4e)'],
    ],
    rejected: [[{ kind: 'rejected', ...RESTART, reason: 'too early' }, 'rejected "Restart: shop/web" (P-0a1b2c3d4e): too early']],
    proposalEnded: [
      [
        { kind: 'proposalEnded', ...RESTART, status: 'expired', problem: null },
        '"Restart: shop/web" (P-0a1b2c3d4e) expired without an answer',
      ],
      [
        { kind: 'proposalEnded', ...RESTART, status: 'notRun', problem: LOST },
        'did not begin "Restart: shop/web" (P-0a1b2c3d4e), because the worker is gone',
      ],
    ],
    actionStarted: [
      [{ kind: 'actionStarted', ...RESTART, step: 'does' }, 'began "Restart: shop/web" (P-0a1b2c3d4e)'],
      [{ kind: 'actionStarted', ...RESTART, step: 'rollback' }, 'began to roll "Restart: shop/web" (P-0a1b2c3d4e) back'],
    ],
    actionRan: [
      [
        { kind: 'actionRan', ...RESTART, step: 'does', outcome: 'succeeded', problem: null, status: 'checking' },
        'the run of "Restart: shop/web" (P-0a1b2c3d4e) succeeded; its checks follow',
      ],
      [
        { kind: 'actionRan', ...RESTART, step: 'does', outcome: 'failed', problem: LOST, status: 'rollingBack' },
        'the run of "Restart: shop/web" (P-0a1b2c3d4e) failed, because the worker is gone; it is rolled back',
      ],
      [
        { kind: 'actionRan', ...RESTART, step: 'does', outcome: 'notRun', problem: LOST, status: 'notRun' },
        'the run of "Restart: shop/web" (P-0a1b2c3d4e) did not happen, because the worker is gone; nothing was changed',
      ],
      [
        { kind: 'actionRan', ...RESTART, step: 'does', outcome: 'unknown', problem: null, status: 'unknown' },
        'nobody can tell whether the run of "Restart: shop/web" (P-0a1b2c3d4e) happened; a person has to decide what to do',
      ],
      [
        { kind: 'actionRan', ...RESTART, step: 'rollback', outcome: 'succeeded', problem: null, status: 'rolledBack' },
        'the rollback of "Restart: shop/web" (P-0a1b2c3d4e) succeeded; it is rolled back',
      ],
      [
        { kind: 'actionRan', ...RESTART, step: 'rollback', outcome: 'notRun', problem: null, status: 'failed' },
        'the rollback of "Restart: shop/web" (P-0a1b2c3d4e) did not happen; what it changed stays changed',
      ],
    ],
    actionChecked: [
      [
        { kind: 'actionChecked', ...RESTART, findings: [], status: 'verified' },
        '"Restart: shop/web" (P-0a1b2c3d4e) is verified: every check is ok',
      ],
      [
        {
          kind: 'actionChecked',
          ...RESTART,
          findings: [{ title: 'HTTP health', target: 'https://shop.example.com', status: 'fail', summary: '503' }],
          status: 'rollingBack',
        },
        '"Restart: shop/web" (P-0a1b2c3d4e) did not help (HTTP health: 503); it is rolled back',
      ],
    ],
    omitted: [
      [{ kind: 'omitted', count: 1 }, '1 entry is omitted here'],
      [{ kind: 'omitted', count: 30 }, '30 entries are omitted here'],
    ],
  };
const CASES = Object.values(TABLE).flat();
const RECORDED = { at: after(1), recordedAt: after(2), actor: 'ben', requestId: 'r1' };

describe('what happened, in words', () => {
  it.each(CASES)('%j: %s', (data, words) => {
    expect(describeEntry(data)).toBe(words);
  });

  it.each(CASES.map(([data]) => data))('is the same after a travel as JSON: %j', (data) => {
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    expect(describeEntry(JSON.parse(JSON.stringify(data)))).toBe(describeEntry(data));
  });

  it('names a time that cannot be true', () => {
    expect(describeEntry({ kind: 'acknowledge', disbelieved: 'yesterday' })).toBe(
      'acknowledged the incident (the given time yesterday is before the incident or in the future, so the time of receipt was recorded instead)',
    );
  });
});

describe('outside', () => {
  it.each(CASES)('%j has the fields that it always had, and a message in a note its parts', (data, text) => {
    const count = data.kind === 'omitted' ? { count: data.count } : {};
    const message = data.kind === 'addNote' && data.quoted !== undefined ? { note: data.note, quoted: data.quoted } : {};
    const [entry] = wordedTimeline([{ ...RECORDED, via: 'slack', ...data }]);
    const fixed = { at: after(1), recordedAt: after(2), actor: 'ben (via slack)', kind: data.kind, text, requestId: 'r1' };
    const shape = { ...fixed, ...count, ...message };
    expect(JSON.stringify(entry)).toBe(JSON.stringify(shape));
  });
});

describe('an entry that older code has worded', () => {
  const old: readonly WordedEntry[] = [
    { ...RECORDED, kind: 'acknowledge', text: 'took it' },
    { ...RECORDED, kind: 'step', text: 'a kind that is no longer recorded' },
    { ...RECORDED, actor: 'worker', kind: 'omitted', text: '7 entries are missing', count: 7 },
  ];

  it.each(old)('keeps its words: %j', (entry) => {
    expect(describeEntry(entry)).toBe(entry.text);
    expect(wordedTimeline([entry])).toEqual([entry]);
  });

  it('stands beside new ones, whoever reads the state', () => {
    const timeline: readonly TimelineEntry[] = [...old, { ...RECORDED, kind: 'declared' }];
    const state = wordedState(completeState({ timeline }));
    expect(state.timeline.map(({ text }) => text)).toEqual([...old.map(({ text }) => text), 'declared the incident']);
    expect(wordedState(state)).toEqual(state);
  });
});
