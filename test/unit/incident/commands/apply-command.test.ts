import fc from 'fast-check';
import { type Applied, applyCommand, hasActed, recordRefusal } from '../../../../src/incident/commands/apply-command';
import type { Command, ReadAlertUpdate } from '../../../../src/incident/model/commands';
import type { NormalizedEvent } from '../../../../src/incident/model/incident';
import { STEPS } from '../../../../src/incident/model/plan';
import { SEVERITIES } from '../../../../src/incident/model/severity';
import { type IncidentState, ROLES } from '../../../../src/incident/model/state';
import { isRefusal, type Refusal } from '../../../../src/incident/text/refusal';
import { wordedState } from '../../../../src/incident/timeline-words/worded-state';
import { wordsOf } from '../../../support/entry-words';
import { sampleEvent } from '../../../support/sample-incident';
import { after, completeState, MISSING_SCOPE, newState, withNodes } from '../../../support/sample-state';

type AnyCommand = Command | ReadAlertUpdate;

function applied(state: IncidentState, command: AnyCommand, now = after(60)): Applied {
  const outcome = applyCommand(state, command, now);
  if (isRefusal(outcome)) throw new Error(`refused: ${outcome.message}`);
  return outcome;
}
function refused(state: IncidentState, command: AnyCommand, now = after(600)): Refusal {
  const outcome = applyCommand(state, command, now);
  if (!isRefusal(outcome)) throw new Error(`${command.name} was not refused`);
  return outcome;
}
const kinds = ({ effects }: Applied) => effects.map(({ kind }) => kind);
const newest = (state: IncidentState) => state.timeline.at(-1);

function alert(changes: Partial<NormalizedEvent> = {}, base: { actor?: string; requestId?: string } = {}): ReadAlertUpdate {
  const event = sampleEvent({ source: 'alertmanager', ...changes });
  return { name: 'alertUpdated', actor: 'alert:alertmanager', ...base, event, isPrivate: false };
}

const ack: Command = { name: 'acknowledge', actor: 'ben@example.com' };
const resolve: Command = { name: 'resolve', actor: 'ben@example.com' };
const cancel: Command = { name: 'cancel', actor: 'cat', reason: 'a drill' };

describe('the life cycle', () => {
  it('acknowledges, and measures from the creation', () => {
    const outcome = applied(completeState(), { ...ack, via: 'slack', requestId: 'r1' }, after(90));
    expect(outcome.state).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ben@example.com', acknowledgedAt: after(90) });
    expect(outcome.state.metrics.timeToAcknowledgeMs).toBe(90_000);
    expect(newest(outcome.state)).toEqual({
      at: after(90),
      recordedAt: after(90),
      actor: 'ben@example.com',
      via: 'slack',
      requestId: 'r1',
      kind: 'acknowledge',
    });
    expect(hasActed(outcome.state, 'r1')).toBe(true);
    expect(kinds(outcome)).toEqual(expect.arrayContaining(['postNews']));
  });

  it('keeps id and name of who acknowledges in Slack, until someone else does', () => {
    const inSlack: Command = { ...ack, actor: 'slack:U0123', actorName: 'Ana Ruiz', via: 'slack' };
    const { state } = applied(completeState(), inSlack);
    expect(state).toMatchObject({ acknowledgedBy: 'Ana Ruiz', acknowledgedById: 'U0123' });
    expect(newest(state)).toMatchObject({ actor: 'slack:U0123', actorName: 'Ana Ruiz', via: 'slack' });
    expect(wordedState(state).timeline.at(-1)).toMatchObject({
      actor: 'Ana Ruiz',
      by: { actor: 'slack:U0123', actorName: 'Ana Ruiz', via: 'slack' },
    });
    expect(refused(state, ack).message).toContain('already acknowledged by Ana Ruiz');
    const reopened = applied(applied(state, resolve).state, { name: 'reopen', actor: 'cat', reason: 'back' }).state;
    expect(reopened).not.toHaveProperty('acknowledgedById');
    expect(applied(reopened, ack).state).not.toHaveProperty('acknowledgedById');
  });

  it.each<[string, Command, string]>([
    ['resolve', { ...resolve, actor: 'slack:U0123', actorName: 'Ana Ruiz' }, 'resolvedBy'],
    ['acknowledge', { ...ack, actor: 'slack:U0123', actorName: 'Ana Ruiz' }, 'acknowledgedBy'],
  ])('%s shows a name rather than an id', (_, command, field) => {
    expect(applied(completeState(), command).state).toHaveProperty(field, 'Ana Ruiz');
  });

  it.each<Command>([
    { name: 'escalate', actor: 'slack:U0123', actorName: 'Ana Ruiz' },
    { name: 'addResponders', actor: 'slack:U0123', actorName: 'Ana Ruiz', users: ['@zoe'] },
    { name: 'assign', actor: 'slack:U0123', actorName: 'Ana Ruiz', user: '@zoe' },
  ])('$name calls people in the name of its actor', (command) => {
    expect(JSON.stringify(applied(completeState(), command).effects)).toContain('"by":"Ana Ruiz"');
  });

  it('refuses a second acknowledgement, naming who has it since when', () => {
    const { state } = applied(completeState(), ack);
    expect(refused(state, { ...ack, actor: 'cat' })).toEqual({
      code: 'already_done',
      message: 'already acknowledged by ben@example.com at 2026-01-01 10:01 UTC',
      hint: `To take over: incident assign ${state.incidentId} USER --role commander`,
      wayOn: { kind: 'takeCommand' },
    });
  });

  it('resolves what nobody acknowledged, and does not claim that somebody did', () => {
    const { state } = applied(completeState(), { ...resolve, note: 'restarted the pool' }, after(120));
    expect(state).toMatchObject({
      status: 'resolved',
      resolvedBy: 'ben@example.com',
      resolvedAt: after(120),
      acknowledgedAt: null,
      acknowledgedBy: null,
    });
    expect(state.metrics).toMatchObject({ timeToResolveMs: 120_000, timeToAcknowledgeMs: null });
    expect(wordsOf(newest(state))).toBe('resolved the incident: restarted the pool');
    expect(refused(state, resolve).message).toBe('already resolved by ben@example.com at 2026-01-01 10:02 UTC');
    expect(refused(state, ack).message).toContain('already resolved by ben@example.com');
  });

  it('takes notes on a resolved incident, for the time after', () => {
    const { state } = applied(completeState(), resolve);
    expect(wordsOf(newest(applied(state, { name: 'addNote', actor: 'ann', text: 'pool size was 5' }).state))).toBe('pool size was 5');
  });

  it('cancels for good, and says who did to whoever comes later', () => {
    const outcome = applied(completeState(), cancel, after(60));
    expect(kinds(outcome)).toEqual(['postNews', 'writeReport']);
    expect(outcome.state).toMatchObject({ status: 'cancelled', resolvedAt: null, resolvedBy: null, metrics: { timeToResolveMs: null } });
    for (const command of [ack, resolve, alert(), { name: 'addNote', actor: 'ann', text: 'x' } as const]) {
      expect(refused(outcome.state, command)).toMatchObject({ code: 'closed' });
      expect(refused(outcome.state, command).message).toContain('already cancelled by cat at 2026-01-01 10:01 UTC');
    }
    expect(refused(outcome.state, cancel).code).toBe('already_done');
  });

  it('keeps who resolved what turned out to be a false alarm, and when', () => {
    const { state } = applied(completeState(), resolve, after(120));
    expect(applied(state, cancel, after(180)).state).toMatchObject({
      status: 'cancelled',
      archiveDueAt: null,
      resolvedAt: after(120),
      resolvedBy: 'ben@example.com',
      metrics: { timeToResolveMs: 120_000 },
    });
    const reopened = applied(state, { name: 'reopen', actor: 'ann', reason: 'it is back' }, after(180)).state;
    expect(applied(reopened, cancel, after(240)).state).toMatchObject({ resolvedAt: null, metrics: { timeToResolveMs: null } });
  });

  it('refuses everything once closed, naming the way to a new one', () => {
    const { state } = applied(completeState(), resolve);
    const closed = { ...state, closedAt: after(90_000) };
    expect(refused(closed, { name: 'addNote', actor: 'ann', text: 'x' })).toMatchObject({ code: 'closed' });
    expect(refused(closed, ack)).toMatchObject({
      message: expect.stringContaining('resolved by ben@example.com'),
      hint: expect.stringContaining('start-incident'),
    });
  });
});

describe('a refusal names the way on', () => {
  const ID = 'PROD-20260101-001';
  const { state: resolved } = applied(completeState(), resolve);
  it.each([
    ['acknowledge', resolved, ack, `incident reopen ${ID} --reason`],
    ['resolve', resolved, resolve, `incident resume ${ID} --from investigate`],
    ['investigateAgain', resolved, { name: 'investigateAgain', actor: 'ann' } as const, `incident resume ${ID} --from investigate`],
    ['escalate', resolved, { name: 'escalate', actor: 'ann' } as const, `incident reopen ${ID} --reason`],
    ['reopen', completeState(), { name: 'reopen', actor: 'ann', reason: 'x' } as const, `incident show ${ID}`],
    [
      'retryStep',
      completeState(),
      { name: 'retryStep', actor: 'ann', step: 'investigate' } as const,
      `incident resume ${ID} --from investigate`,
    ],
    ['retryStep of what still runs', newState(), { name: 'retryStep', actor: 'ann', step: 'investigate' } as const, `incident watch ${ID}`],
    ['skipStep', completeState(), { name: 'skipStep', actor: 'ann', step: 'investigate', reason: 'x' } as const, `incident show ${ID}`],
    [
      'escalate beyond the last level',
      completeState({ escalation: { reached: 99, dueAt: null } }),
      { name: 'escalate', actor: 'ann' } as const,
      `incident add ${ID} USER`,
    ],
    ['resumeFrom', newState(), { name: 'resumeFrom', actor: 'ann', step: 'investigate' } as const, `incident watch ${ID}`],
  ])('%s', (_, state, command, way) => {
    expect(refused(state, command).hint).toContain(way);
  });
});

describe('when it happened', () => {
  it('believes a time after the creation, and a clock that is a little ahead', () => {
    expect(applied(completeState(), { ...ack, at: after(30) }).state.acknowledgedAt).toBe(after(30));
    expect(applied(completeState(), { ...ack, at: after(60 + 299) }).state.acknowledgedAt).toBe(after(60 + 299));
  });

  it.each([after(-1), after(60 + 301), 'yesterday'])('does not believe %s, and records that it was given', (at) => {
    const { state } = applied(completeState(), { ...ack, at });
    expect(state.acknowledgedAt).toBe(after(60));
    expect(wordsOf(newest(state))).toContain(at);
  });
});

describe('the severity', () => {
  it('changes for a person, up and down, but not to what it is', () => {
    const { state } = applied(completeState(), { name: 'changeSeverity', actor: 'ann', severity: 'low' });
    expect(state.incident?.severity).toBe('low');
    expect(wordsOf(newest(state))).toBe('changed the severity from critical to low');
    expect(refused(state, { name: 'changeSeverity', actor: 'ann', severity: 'low' })).toEqual({
      code: 'already_done',
      message: 'the severity is already low',
    });
  });

  it('cannot change before the incident is read', () => {
    expect(refused(newState(), { name: 'changeSeverity', actor: 'ann', severity: 'low' }).code).toBe('not_possible');
  });
});

describe('steps', () => {
  const blocked = withNodes(completeState(), {
    createChannel: { status: 'blocked', problem: MISSING_SCOPE },
    announceIncident: { status: 'waiting', note: 'waits for "create the channel"' },
    postVerdict: { status: 'waiting', note: 'waits for "create the channel"' },
  });

  it('retries a blocked step and leaves the report to the graph', () => {
    expect(applied(blocked, { name: 'retryStep', actor: 'ann', step: 'createWarRoom' }).effects).toEqual([
      { kind: 'retryStep', step: 'createWarRoom' },
    ]);
  });

  it('retries a failed optional node of a step that is done', () => {
    const degraded = withNodes(completeState(), { furnishRoom: { status: 'failed', problem: MISSING_SCOPE } });
    expect(kinds(applied(degraded, { name: 'retryStep', actor: 'ann', step: 'createWarRoom' }))).toContain('retryStep');
  });

  it.each([
    ['investigate', 'investigate is done; only'],
    ['updateSlackThread', 'updateSlackThread is waiting (waits for "create the channel"); only'],
  ] as const)('refuses to retry %s, naming what it is', (step, message) => {
    const refusal = refused(blocked, { name: 'retryStep', actor: 'ann', step });
    expect(refusal.code).toBe('not_possible');
    expect(refusal.message).toContain(message);
  });

  it('skips only a blocked step, and tells the room before the graph goes on', () => {
    const outcome = applied(blocked, { name: 'skipStep', actor: 'ann', step: 'createWarRoom', reason: 'no scope today' });
    expect(outcome.effects.slice(0, 2)).toEqual([
      { kind: 'postNews' },
      { kind: 'skipStep', step: 'createWarRoom', reason: 'no scope today' },
    ]);
    expect(wordsOf(newest(outcome.state))).toBe('skipped createWarRoom: no scope today');
    expect(refused(blocked, { name: 'skipStep', actor: 'ann', step: 'investigate', reason: 'x' }).message).toContain('investigate is done');
  });

  it.each([
    [undefined, []],
    [['network'], ['network']],
  ])('investigates by the runbooks that are asked for once, then again by those of the start: %j', (runbooks, ofTheStart) => {
    const whole = completeState({}, { runbooks: ofTheStart });
    const state = { ...whole, request: { ...whole.request, ...(runbooks === undefined ? {} : { runbooks }) } };
    const asked = applied(state, { name: 'investigateAgain', actor: 'ann', runbooks: ['database'] }).state;
    expect(asked.incident?.runbooks).toEqual(['database']);
    expect(applied(asked, { name: 'investigateAgain', actor: 'ann' }).state.incident?.runbooks).toEqual(ofTheStart);
  });
});

describe('the report', () => {
  it('is written anew when one stands', () => {
    expect(kinds(applied(completeState(), ack))).toEqual(['postNews', 'writeReport']);
  });

  it('leaves notes to the next one: there may be many', () => {
    expect(kinds(applied(completeState(), { name: 'addNote', actor: 'ann', text: 'x' }))).toEqual(['postNews']);
  });

  it('is not written before the response comes to it', () => {
    expect(kinds(applied(newState(), { name: 'addNote', actor: 'ann', text: 'x' }))).toEqual(['postNews']);
    expect(kinds(applied(withNodes(newState(), { writeReport: { status: 'waiting' } }), ack))).not.toContain('writeReport');
  });
});

describe('alerts', () => {
  const milder = completeState({}, { severity: 'medium', severityDefaulted: true });

  it('raise the severity, and say so in the room', () => {
    const outcome = applied(milder, alert({ severity: 'critical' }));
    expect(outcome.state.incident).toMatchObject({ severity: 'critical', severityDefaulted: false });
    expect(kinds(outcome)).toEqual(['postNews', 'callPeople', 'writeReport']);
    expect(newest(outcome.state)).toMatchObject({ kind: 'alertUpdated', actor: 'alert:alertmanager' });
    expect(wordsOf(newest(outcome.state))).toContain('severity raised from medium to critical');
  });

  it.each(['firing', 'resolved', 'acknowledged', 'ignored'] as const)('that are %s never lower it', (status) => {
    expect(applied(milder, alert({ severity: 'low', status })).state.incident?.severity).toBe('medium');
  });

  it('that say nothing new are recorded and not posted', () => {
    const outcome = applied(milder, alert({ severity: 'medium', labels: { service: 'db' }, links: ['https://grafana.example.com/d/db'] }));
    expect(outcome.effects).toEqual([]);
    expect(wordsOf(newest(outcome.state))).toBe('the alert is firing again: Pool exhausted');
  });

  it('that ask for privacy count, and their words stay out of a public room', () => {
    const event = alert({
      title: 'Breach CANARY',
      description: 'CANARY',
      labels: { security: 'CANARY' },
      links: ['https://canary.example.com/CANARY'],
    });
    const outcome = applied(milder, { ...event, isPrivate: true });
    expect(outcome.state.incident?.severity).toBe('critical');
    expect(JSON.stringify(outcome.state)).not.toContain('CANARY');
    const chosen = completeState({ request: { ...milder.request, channelPrivacy: 'public' } }, { severity: 'medium' });
    expect(JSON.stringify(applied(chosen, { ...event, isPrivate: true }).state)).toContain('CANARY');
    const privately = completeState({}, { severity: 'medium', privacy: 'private' });
    expect(JSON.stringify(applied(privately, { ...event, isPrivate: true }).state)).toContain('CANARY');
  });

  it('add labels and links, and tell changed ones without taking them over', () => {
    const event = {
      labels: { service: 'cache', zone: 'b', __proto__x: '1' },
      links: ['https://a.example.com'],
      description: 'Now also reads.',
    };
    const { state } = applied(milder, alert(event));
    expect(state.incident?.labels).toEqual({ service: 'db', zone: 'b', __proto__x: '1' });
    expect(state.incident?.links).toEqual(['https://grafana.example.com/d/db', 'https://a.example.com']);
    const text = wordsOf(newest(state));
    expect(text).toContain('new labels: zone=b, __proto__x=1');
    expect(text).toContain('changed labels: service=cache (was db)');
    expect(text).toContain('new links: https://a.example.com');
    expect(text).toContain('new description: Now also reads.');
  });

  it('resolve the incident when they recover, under their own name', () => {
    const { state } = applied(milder, alert({ status: 'resolved' }, { actor: 'webhook' }));
    expect(state).toMatchObject({ status: 'resolved', resolvedBy: 'alert:alertmanager' });
    expect(newest(state)).toMatchObject({ kind: 'resolve', actor: 'alert:alertmanager', via: 'webhook' });
    const sent = applied(milder, alert({ status: 'resolved' }, { actor: 'alert:prod-am' })).state;
    expect(sent).toMatchObject({ resolvedBy: 'alert:prod-am' });
    expect(newest(sent)).toMatchObject({ actor: 'alert:alertmanager', via: 'alert:prod-am' });
    const again = applied(state, alert({ status: 'resolved' }));
    expect(again.effects).toEqual([]);
    expect(again.state.resolvedAt).toBe(state.resolvedAt);
  });

  it('resolve an incident that is not even read yet', () => {
    expect(applied(newState(), alert({ status: 'resolved' })).state.status).toBe('resolved');
  });

  it.each([
    ['acknowledged', 'acknowledged'],
    ['ignored', 'silenced or suppressed'],
  ] as const)('that were %s elsewhere are recorded only', (status, words) => {
    const outcome = applied(milder, alert({ status }));
    expect(outcome.state).toMatchObject({ status: 'triggered', acknowledgedBy: null });
    expect(outcome.effects).toEqual([]);
    expect(wordsOf(newest(outcome.state))).toBe(`the alert was ${words} at its source: Pool exhausted`);
  });

  it('that fire again do not open a resolved incident, and say so', () => {
    const { state } = applied(milder, resolve);
    const outcome = applied(state, alert());
    expect(outcome.state).toMatchObject({ status: 'resolved', incident: { severity: 'medium' } });
    expect(wordsOf(newest(outcome.state))).toContain('the incident remains resolved');
  });
});

describe('refusals', () => {
  it('are on the timeline: who wanted what, and why not', () => {
    const { state } = applied(completeState(), ack);
    const known = recordRefusal(
      state,
      { name: 'acknowledge', actor: 'cat', via: 'slack', requestId: 'r2' },
      refused(state, ack),
      after(70),
    );
    expect(newest(known)).toEqual({
      at: after(70),
      recordedAt: after(70),
      actor: 'cat',
      via: 'slack',
      requestId: 'r2',
      kind: 'refused',
      command: 'acknowledge',
      reason: 'already acknowledged by ben@example.com at 2026-01-01 10:01 UTC',
    });
    expect(hasActed(known, 'r2')).toBe(false);
  });

  it('give the reason on the timeline, without what the command line calls it', () => {
    const refusal: Refusal = {
      code: 'unknown_person',
      message: 'user: "Zaphod" was not found (allowed: an email)',
      reason: '"Zaphod" was not found',
    };
    const state = recordRefusal(completeState(), { name: 'assign', actor: 'cat' }, refusal, after(70));
    expect(wordsOf(newest(state))).toBe('tried to assign someone; this was refused: "Zaphod" was not found');
  });

  it('of one request are recorded once, though it came as an update and as a signal', () => {
    const refusal: Refusal = { code: 'closed', message: 'over' };
    const once = recordRefusal(completeState(), { name: 'resolve', actor: 'cat', requestId: 'r2' }, refusal, after(70));
    expect(recordRefusal(once, { name: 'resolve', actor: 'cat', requestId: 'r2' }, refusal, after(71))).toBe(once);
    expect(recordRefusal(once, { name: 'resolve', actor: 'cat' }, refusal, after(71)).timeline).toHaveLength(once.timeline.length + 1);
  });
});

describe('request ids', () => {
  it('are remembered up to the ten thousand newest', () => {
    const seenRequestIds = Array.from({ length: 9_999 }, (_, index) => `r${index + 5}`);
    let state = completeState({ seenRequestIds: ['r4', ...seenRequestIds] });
    state = applied(state, { name: 'addNote', actor: 'ann', text: 'x', requestId: 'r1004-new' }).state;
    expect(state.seenRequestIds).toHaveLength(10_000);
    expect(hasActed(state, 'r4')).toBe(false);
    expect(hasActed(state, 'r5')).toBe(true);
    expect(hasActed(state, 'r1004-new')).toBe(true);
  });
});

describe('any sequence of commands', () => {
  const base = fc.record(
    {
      actor: fc.string({ minLength: 1 }),
      via: fc.string(),
      requestId: fc.constantFrom('a', 'b', 'c', 'd'),
      at: fc.oneof(fc.integer({ min: -1_000, max: 5_000 }).map(after), fc.string()),
    },
    { requiredKeys: ['actor'] },
  );
  const severity = fc.constantFrom(...SEVERITIES);
  const person = fc.constantFrom('dba@example.com', 'zoe@example.com', '@leads', 'U1');
  const step = fc.constantFrom(...STEPS);
  const event = fc
    .record({
      status: fc.constantFrom('firing' as const, 'resolved' as const, 'acknowledged' as const, 'ignored' as const),
      severity,
      title: fc.string(),
      description: fc.string(),
      labels: fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'service')), fc.string()),
      links: fc.array(fc.webUrl(), { maxLength: 60 }),
    })
    .map((changes) => alert(changes));
  const command: fc.Arbitrary<AnyCommand> = fc
    .tuple(
      base,
      fc.oneof(
        fc.constant({ name: 'acknowledge' as const }),
        fc.record({ name: fc.constant('addNote' as const), text: fc.string() }),
        fc.record({ name: fc.constant('changeSeverity' as const), severity }),
        fc.record({ name: fc.constant('resolve' as const), note: fc.string() }),
        fc.record({ name: fc.constant('cancel' as const), reason: fc.string() }),
        fc.record({ name: fc.constant('reopen' as const), reason: fc.string() }),
        fc.constant({ name: 'escalate' as const }),
        fc.record({ name: fc.constant('assign' as const), user: person, role: fc.constantFrom(...ROLES) }),
        fc.record({ name: fc.constant('assign' as const), user: person }),
        fc.record({ name: fc.constant('addResponders' as const), users: fc.array(person, { minLength: 1, maxLength: 3 }) }),
        fc.record({ name: fc.constant('changeTitle' as const), title: fc.string({ minLength: 1 }) }),
        fc.record({ name: fc.constant('investigateAgain' as const), runbooks: fc.array(fc.string(), { maxLength: 2 }) }),
        fc.record({ name: fc.constant('resumeFrom' as const), step }),
        fc.record({ name: fc.constant('retryStep' as const), step }),
        fc.record({ name: fc.constant('skipStep' as const), step, reason: fc.string() }),
        event.map(({ event }) => ({ name: 'alertUpdated' as const, event, isPrivate: false })),
      ),
    )
    .map(([about, payload]) => ({ ...about, ...payload }) as AnyCommand);
  const start = fc.constantFrom(
    newState(),
    completeState({}, { severity: 'medium' }),
    withNodes(completeState(), { createChannel: { status: 'blocked' } }),
  );

  /** What holds of the clock whatever happens: it runs only while nobody has taken the incident, and never goes back. */
  function checkDeadlines(before: IncidentState, state: IncidentState): void {
    const isUnacknowledged = state.status === 'triggered' || state.status === 'reopened';
    if (!isUnacknowledged) expect(state.escalation.dueAt).toBeNull();
    if (state.status !== 'acknowledged') expect(state.reminder.dueAt).toBeNull();
    expect(state.archiveDueAt !== null).toBe(state.status === 'resolved');
    if (state.status !== 'cancelled') expect(state.resolvedAt !== null).toBe(state.status === 'resolved');
    else expect(state.resolvedAt).toBe(before.resolvedAt);
    if (state.reopenings === before.reopenings) expect(state.escalation.reached).toBeGreaterThanOrEqual(before.escalation.reached);
    const first = before.metrics.timeToAcknowledgeMs;
    if (first !== null) expect(state.metrics.timeToAcknowledgeMs).toBe(first);
  }

  /** What the workflow does with commands as they come: a repeat acts once, a refusal is recorded. */
  function play(state: IncidentState, one: AnyCommand, now: string): IncidentState {
    if (one.requestId !== undefined && hasActed(state, one.requestId)) return state;
    const outcome = applyCommand(state, one, now);
    return isRefusal(outcome) ? recordRefusal(state, one, outcome, now) : outcome.state;
  }

  it('never throws, keeps the order of recording, acts once a request, and never lets an alert lower the severity', () => {
    fc.assert(
      fc.property(start, fc.array(command, { maxLength: 30 }), (first, commands) => {
        let state = first;
        commands.forEach((one, index) => {
          const before = state;
          state = play(before, one, after(100 + index));
          if (one.name === 'alertUpdated' && before.incident !== null && state.incident !== null) {
            expect(SEVERITIES.indexOf(state.incident.severity)).toBeLessThanOrEqual(SEVERITIES.indexOf(before.incident.severity));
          }
          if (before.status === 'cancelled') expect(state.status).toBe('cancelled');
          checkDeadlines(before, state);
        });
        const recorded = state.timeline.map(({ recordedAt }) => recordedAt);
        expect(recorded).toEqual([...recorded].sort());
        const acted = state.timeline
          .filter(({ kind, requestId }) => kind !== 'refused' && requestId !== null)
          .map(({ requestId }) => requestId);
        expect(new Set(acted).size).toBe(acted.length);
        expect(new Set(state.seenRequestIds).size).toBe(state.seenRequestIds.length);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
    );
  });
});
