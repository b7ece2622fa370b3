import fc from 'fast-check';
import { alertOutcome, gravestOutcome } from '../../../../src/incident/commands/alert-outcome';
import { type Applied, applyCommand } from '../../../../src/incident/commands/apply-command';
import type { AlertOutcome } from '../../../../src/incident/model/alert-outcome';
import type { Command, ReadAlertUpdate } from '../../../../src/incident/model/commands';
import { firingAlerts } from '../../../../src/incident/model/firing-alerts';
import type { NormalizedEvent } from '../../../../src/incident/model/incident';
import type { IncidentState } from '../../../../src/incident/model/state';
import { isRefusal, type Refusal } from '../../../../src/incident/text/refusal';
import { sampleEvent } from '../../../support/sample-incident';
import { after, completeState } from '../../../support/sample-state';

const GROUP = 'alertmanager:receiver:group';
const OLD = '2026-01-01T09:58:00.000Z';
const LATER = '2026-01-01T10:30:00.000Z';

function group(fingerprints: readonly string[], changes: Partial<NormalizedEvent> = {}, startedAt = OLD): NormalizedEvent {
  const firing = firingAlerts(fingerprints.map((fingerprint) => ({ fingerprint, startedAt })));
  return sampleEvent({ source: 'alertmanager', fingerprint: GROUP, severity: 'medium', firing, ...changes });
}
const ended = (changes: Partial<NormalizedEvent>): NormalizedEvent => group([], changes);

/** What may arrive. */
const DELIVERIES = {
  fire: group(['a']),
  grow: group(['a', 'b']),
  'fire with a later start': group(['a'], {}, LATER),
  'fire in another group': group(['z'], { fingerprint: 'alertmanager:receiver:another' }),
  recover: ended({ status: 'resolved' }),
  'another group recovers': ended({ status: 'resolved', fingerprint: 'alertmanager:receiver:another' }),
  'data vanishes': ended({ status: 'ignored', statusNote: { kind: 'dataVanished', text: 'its data vanished (MissingSeries)' } }),
  'is silenced': ended({ status: 'ignored', statusNote: { kind: 'silenced', text: 'somebody silenced it' } }),
  'is acknowledged elsewhere': ended({ status: 'acknowledged' }),
} as const;
type Delivery = keyof typeof DELIVERIES;

const asUpdate = (event: NormalizedEvent): ReadAlertUpdate => ({ name: 'alertUpdated', actor: 'webhook', event, isPrivate: false });
const PEOPLE: readonly Command[] = [
  { name: 'acknowledge', actor: 'ben' },
  { name: 'resolve', actor: 'ben' },
  { name: 'reopen', actor: 'ben', reason: 'not over' },
  { name: 'cancel', actor: 'ben', reason: 'a drill' },
];
type Act = Delivery | Command['name'];

function perform(state: IncidentState, act: Act, now: string): Applied | Refusal {
  const command = PEOPLE.find(({ name }) => name === act) ?? asUpdate(DELIVERIES[act as Delivery]);
  return applyCommand(state, command, now);
}
function played(state: IncidentState, acts: readonly Act[]): IncidentState {
  return acts.reduce((now, act, index) => {
    const outcome = perform(now, act, after(60 * (index + 1)));
    if (isRefusal(outcome)) throw new Error(`${act}: ${outcome.message}`);
    return outcome.state;
  }, state);
}

/** Opened by alert a of the group. */
const OPENED = completeState(
  {},
  { severity: 'medium', fingerprint: GROUP, source: 'alertmanager', firing: group(['a']).firing ?? never() },
);
function never(): never {
  throw new Error('the sample has none');
}

/** Every situation, as it comes about. */
const SITUATIONS = {
  triggered: OPENED,
  acknowledged: played(OPENED, ['acknowledge']),
  'resolved by the alert': played(OPENED, ['recover']),
  'resolved by a person': played(OPENED, ['resolve']),
  'resolved by a person, then recovered': played(OPENED, ['resolve', 'recover']),
  'acknowledged, resolved by a person': played(OPENED, ['acknowledge', 'resolve']),
  'reopened by a person': played(OPENED, ['resolve', 'reopen']),
  'reopened by the alert': played(OPENED, ['recover', 'fire']),
  'declared by hand, resolved': played(completeState({}, { severity: 'medium', source: 'manual', fingerprint: null }), ['resolve']),
  'opened by an older version, resolved by the alert': played(completeState({}, { severity: 'medium', fingerprint: GROUP }), ['recover']),
  'opened by an older version, resolved by a person': played(completeState({}, { severity: 'medium', fingerprint: GROUP }), ['resolve']),
  cancelled: played(OPENED, ['cancel']),
  closed: { ...played(OPENED, ['recover']), closedAt: after(90_000) },
} as const;
type Situation = keyof typeof SITUATIONS;

const OPEN: Record<Delivery, AlertOutcome> = {
  fire: 'repeated',
  grow: 'updated',
  'fire with a later start': 'repeated',
  'fire in another group': 'updated',
  recover: 'resolved',
  'another group recovers': 'partlyRecovered',
  'data vanishes': 'notRecovered',
  'is silenced': 'notRecovered',
  'is acknowledged elsewhere': 'noted',
};
/** Nothing fired when it was resolved, or was known to. */
const RECOVERED: Record<Delivery, AlertOutcome> = {
  fire: 'reopened',
  grow: 'reopened',
  'fire with a later start': 'reopened',
  'fire in another group': 'reopened',
  recover: 'alreadyResolved',
  'another group recovers': 'alreadyResolved',
  'data vanishes': 'notRecovered',
  'is silenced': 'notRecovered',
  'is acknowledged elsewhere': 'noted',
};
/** Alert a still fired when a person resolved it. */
const BY_A_PERSON: Record<Delivery, AlertOutcome> = { ...RECOVERED, fire: 'stillFiring' };
/** Alert a of an unknown start: what is not known to be new is not. */
const UNKNOWN: Record<Delivery, AlertOutcome> = {
  ...RECOVERED,
  fire: 'stillFiring',
  grow: 'stillFiring',
  'fire with a later start': 'stillFiring',
  'fire in another group': 'stillFiring',
};

const TABLE: Record<Situation, Record<Delivery, AlertOutcome> | 'closed'> = {
  triggered: OPEN,
  acknowledged: OPEN,
  'resolved by the alert': RECOVERED,
  'resolved by a person': BY_A_PERSON,
  'resolved by a person, then recovered': RECOVERED,
  'acknowledged, resolved by a person': BY_A_PERSON,
  'reopened by a person': OPEN,
  'reopened by the alert': OPEN,
  'declared by hand, resolved': RECOVERED,
  'opened by an older version, resolved by the alert': RECOVERED,
  'opened by an older version, resolved by a person': UNKNOWN,
  cancelled: 'closed',
  closed: 'closed',
};

const CASES = (Object.keys(TABLE) as Situation[]).flatMap((situation) =>
  (Object.keys(DELIVERIES) as Delivery[]).map((delivery) => {
    const row = TABLE[situation];
    return [situation, delivery, row === 'closed' ? 'closed' : row[delivery]] as const;
  }),
);

describe('what becomes of an incident', () => {
  it.each(CASES)('%s, %s: %s', (situation, delivery, expected) => {
    const before: IncidentState = SITUATIONS[situation];
    const outcome = perform(before, delivery, after(100_000));
    if (isRefusal(outcome)) {
      expect(outcome.code).toBe(expected);
      expect(outcome.hint).toContain('start-incident');
      return;
    }
    expect(outcome.outcome).toBe(expected);
    const { state } = outcome;
    const kinds = outcome.effects.map(({ kind }) => kind);
    const status = expected === 'reopened' ? 'reopened' : expected === 'resolved' ? 'resolved' : before.status;
    expect(state.status).toBe(status);
    expect(kinds.filter((kind) => kind === 'callPeople')).toHaveLength(expected === 'reopened' ? 1 : 0);
    const isTold = !['repeated', 'alreadyResolved', 'noted'].includes(expected) && !(expected === 'notRecovered' && status === 'resolved');
    expect(kinds.includes('postNews')).toBe(isTold);
    if (expected !== 'reopened') return;
    expect(state).toMatchObject({ acknowledgedBy: null, resolvedBy: null, archiveDueAt: null, reopenings: before.reopenings + 1 });
    expect(state.escalation).toMatchObject({ reached: 0, dueAt: after(100_000 + 3_600) });
    expect(state.timeline.at(-1)).toMatchObject({ kind: 'reopen', actor: 'alert:alertmanager', via: 'webhook' });
  });

  it('is told once', () => {
    const again = (situation: Situation, delivery: Delivery) => {
      const first = perform(SITUATIONS[situation], delivery, after(100_000)) as Applied;
      return (perform(first.state, delivery, after(100_060)) as Applied).effects;
    };
    expect(again('resolved by a person', 'fire')).toEqual([]);
    expect(again('triggered', 'data vanishes')).toEqual([]);
    expect(again('triggered', 'grow')).toEqual([]);
    expect(again('triggered', 'fire in another group')).toEqual([]);
  });

  it('takes the graver severity of an alert that reopens it, and calls once', () => {
    const outcome = applyCommand(SITUATIONS['resolved by the alert'], asUpdate(group(['a'], { severity: 'critical' })), after(100_000));
    if (isRefusal(outcome)) throw new Error(outcome.message);
    expect(outcome.state.incident?.severity).toBe('critical');
    expect(outcome.state.escalation.dueAt).toBe(after(100_000 + 300));
    expect(outcome.effects.filter(({ kind }) => kind === 'callPeople')).toMatchObject([{ why: { kind: 'reopened' }, everybody: true }]);
  });

  it('does not resolve while another alert of the same delivery fires', () => {
    const recovery = { ...asUpdate(sampleEvent({ status: 'resolved' })), isAmongFiring: true };
    expect(applyCommand(OPENED, recovery, after(60))).toMatchObject({ outcome: 'partlyRecovered', state: { status: 'triggered' } });
  });

  it('resolves at a recovery without an identity: nothing else could ever say that it is over', () => {
    const recovery = asUpdate(sampleEvent({ source: 'generic', status: 'resolved' }));
    expect(applyCommand(played(OPENED, ['fire in another group']), recovery, after(600))).toMatchObject({ outcome: 'resolved' });
  });

  it('resolves when the last of its groups recovers', () => {
    const both = played(OPENED, ['fire in another group']);
    const one = perform(both, 'recover', after(600)) as Applied;
    expect(one).toMatchObject({ outcome: 'partlyRecovered', state: { status: 'triggered' } });
    expect(perform(one.state, 'another group recovers', after(660))).toMatchObject({ outcome: 'resolved' });
  });

  it('of several alerts is the gravest', () => {
    expect(gravestOutcome(['repeated', 'reopened', 'noted'])).toBe('reopened');
    expect(gravestOutcome([])).toBeUndefined();
  });

  it('never reopens by what an older version has read, which does not say what fires', () => {
    const { firing: _, ...event } = group(['a']);
    expect(alertOutcome(SITUATIONS['resolved by the alert'], event, { hasNews: true, isAmongFiring: false })).toBe('stillFiring');
  });
});

describe('whatever the sequence', () => {
  const acts = fc.array(fc.constantFrom<Act>(...(Object.keys(DELIVERIES) as Delivery[]), 'acknowledge', 'resolve', 'reopen'), {
    maxLength: 25,
  });

  it('an alert that fires after a recovery finds an open incident, and severities never fall', () => {
    fc.assert(
      fc.property(acts, (sequence) => {
        let state: IncidentState = OPENED;
        let calls = 0;
        for (const [index, act] of sequence.entries()) {
          const outcome = perform(state, act, after(60 * (index + 1)));
          if (isRefusal(outcome)) continue;
          const before = state;
          state = outcome.state;
          calls += outcome.effects.filter((effect) => effect.kind === 'callPeople' && effect.why.kind === 'reopened').length;
          expect(calls).toBe(state.reopenings);
          if (act === 'fire' && Object.keys(before.alerts?.firing ?? { a: 1 }).length === 0) expect(state.status).not.toBe('resolved');
          if (before.status === 'resolved' && state.status !== 'resolved') {
            expect(['reopen', 'fire', 'grow', 'fire with a later start', 'fire in another group']).toContain(act);
            expect(state.escalation.dueAt).not.toBeNull();
          }
          if (state.status === 'resolved' && before.status !== 'resolved') {
            expect(['resolve', 'recover', 'another group recovers']).toContain(act);
            if (act !== 'resolve') expect(state.alerts?.firing).toEqual({});
          }
          expect(state.incident?.severity).toBe('medium');
          expect(JSON.parse(JSON.stringify(state))).toEqual(state);
        }
      }),
    );
  });

  it('what is remembered stays small', () => {
    const names = fc.array(fc.string({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.array(names, { maxLength: 40 }), (groups) => {
        const state = groups.reduce<IncidentState>((now, fingerprints, index) => {
          const event = group(fingerprints, { fingerprint: `generic:${index}`, labels: { [`l${index}`]: 'x' } });
          return (applyCommand(now, asUpdate(event), after(60 + index)) as Applied).state;
        }, OPENED);
        expect(Object.keys(state.alerts?.firing ?? {}).length).toBeLessThanOrEqual(11);
        expect(state.alerts?.told.length ?? 0).toBeLessThanOrEqual(200);
      }),
      { numRuns: 30 },
    );
  });
});
