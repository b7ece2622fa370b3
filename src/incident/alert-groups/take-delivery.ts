import { joinFiring, NONE_FIRING } from '../model/firing-alerts';
import type { NormalizedEvent } from '../model/incident';
import { assertNever } from '../text/assert-never';
import { JUDGE_AGAIN_MS } from './deadlines';
import type { AlertDelivery } from './delivery';
import {
  type AlertGroupState,
  type DeliveryEffect,
  type DeliveryNews,
  type DeliveryRecord,
  type GroupWork,
  isDealtWith,
  isUsable,
} from './group-state';
import { mergeFiring } from './merge-firing';
import { newsIn } from './news';

const MAX_RECORDS = 200;
/** Retries come within hours, and none of them this many deliveries later. */
const MAX_SEEN = 2_000;
const MAX_NOTES = 20;
const MAX_TITLE = 140;

/** A repeat looks at the incident, which a person may have resolved, at most this often, in milliseconds. */
const LOOK_AGAIN_MS = 500;

/**
 * The group after a delivery, with the work that follows from it. The same delivery acts once. One that is known only by its
 * body counts again if the group has since recovered: its sender has nothing else to say that it fires once more. A finding
 * about an earlier state of the group changes nothing.
 */
export function takeDelivery(
  state: AlertGroupState,
  { id, isVendorId, receivedAt, event, basedOn, users }: AlertDelivery,
  nowIso: string,
): AlertGroupState {
  const isSeen = state.seen.includes(id);
  if (isSeen && (isVendorId || !saysOther(state, event))) return withDuplicate(state, id);
  // The gateway's clock may be ahead, and deadlines must not wait for that.
  const at = receivedAt < nowIso ? receivedAt : nowIso;
  // With a time, so that a group that started with this delivery is forgotten in time, too.
  if (basedOn !== undefined && basedOn !== state.counts.deliveries) return { ...state, lastAt: state.lastAt ?? at };
  const counted: AlertGroupState = {
    ...state,
    counts: { ...state.counts, deliveries: state.counts.deliveries + 1 },
    firstAt: state.firstAt ?? at,
    lastAt: state.lastAt === null || at > state.lastAt ? at : state.lastAt,
    ...(users === undefined ? {} : { users }),
    seen: isSeen ? state.seen : [...state.seen, id].slice(-MAX_SEEN),
  };
  const news = newsIn(state, event);
  const { next, effect } = become(counted, { event, news, at, nowIso });
  return withRecord(next, {
    id,
    at,
    status: event.status,
    severity: event.severity,
    title: event.title.slice(0, MAX_TITLE),
    rule: null,
    effect,
    incidentId: null,
    news,
    again: 0,
  });
}

/** True if an equal body would change the group's status. */
function saysOther({ status }: AlertGroupState, event: NormalizedEvent): boolean {
  if (event.status === 'firing') return status === 'settling' || status === 'recovered';
  return event.status === 'resolved' && status === 'firing';
}

interface Arrival {
  readonly event: NormalizedEvent;
  readonly news: DeliveryNews;
  /** When it was received. */
  readonly at: string;
  readonly nowIso: string;
}

interface Taken {
  readonly next: AlertGroupState;
  readonly effect: DeliveryEffect;
}

function become(state: AlertGroupState, arrival: Arrival): Taken {
  const { event, at } = arrival;
  switch (event.status) {
    case 'firing':
      return fire(state, arrival);
    case 'resolved':
      return recover(state, event, at);
    case 'acknowledged':
    case 'ignored': {
      const known = { ...state, event: state.event ?? event };
      if (state.incident === null) return { next: known, effect: 'recorded' };
      return { next: withWork(known, { notes: [...state.work.notes, event].slice(-MAX_NOTES) }), effect: 'pending' };
    }
    default:
      return assertNever(event.status);
  }
}

function fire(state: AlertGroupState, { event, news, nowIso }: Arrival): Taken {
  const { status, decision, incident, work } = state;
  switch (status) {
    case 'idle':
    case 'recovered': {
      const started = { ...state, status: 'firing', event, firing: event.firing ?? NONE_FIRING } as const;
      const counts = { ...state.counts, episodes: state.counts.episodes + 1 };
      return { next: withWork({ ...started, counts }, { firing: event, judge: true }), effect: 'pending' };
    }
    case 'firing':
    case 'quiet':
    case 'settling': {
      const known = state.event === null ? event : mergeFiring(state.event, event);
      const going = {
        ...state,
        status: 'firing',
        event: known,
        firing: joinFiring(state.firing, event.firing ?? NONE_FIRING),
        recoveringSince: null,
      } as const;
      const isNew = Object.keys(news).length > 0;
      const isWaiting = !isDealtWith(incident) && !isUsable(incident) && isOlder(state.decidedAt, nowIso, JUDGE_AGAIN_MS);
      if (isNew || isWaiting || work.judge) {
        const judge = work.judge || decision === null || !isUsable(incident);
        const told = work.firing === null ? event : mergeFiring(work.firing, event);
        return { next: withWork(going, { firing: told, judge }), effect: 'pending' };
      }
      if (status === 'settling') return { next: going, effect: 'firedAgain' };
      if (incident === null) return { next: going, effect: decision?.do === 'mute' ? 'muted' : 'recorded' };
      const look = isUsable(incident) && isOlder(incident.seenAt, nowIso, LOOK_AGAIN_MS);
      return {
        next: withWork(going, { look: work.look || look }),
        effect: look ? 'pending' : incident.isToldStillFiring ? 'stillFiring' : 'repeated',
      };
    }
    default:
      return assertNever(status);
  }
}

function recover(state: AlertGroupState, event: NormalizedEvent, at: string): Taken {
  const { status } = state;
  switch (status) {
    case 'idle':
      return { next: { ...state, event: state.event ?? event }, effect: 'recorded' };
    case 'recovered':
    case 'settling':
      return { next: state, effect: 'repeated' };
    case 'firing':
    case 'quiet':
      return { next: { ...state, status: 'settling', recoveringSince: at }, effect: 'settling' };
    default:
      return assertNever(status);
  }
}

function withWork(state: AlertGroupState, work: Partial<GroupWork>): AlertGroupState {
  return { ...state, work: { ...state.work, ...work } };
}

function withRecord(state: AlertGroupState, record: DeliveryRecord): AlertGroupState {
  return { ...state, deliveries: [...state.deliveries, record].slice(-MAX_RECORDS) };
}

function withDuplicate(state: AlertGroupState, id: string): AlertGroupState {
  // An equal body that was handled twice has two records.
  const last = state.deliveries.findLastIndex((record) => record.id === id);
  return {
    ...state,
    counts: { ...state.counts, duplicates: state.counts.duplicates + 1 },
    deliveries: state.deliveries.map((record, index) => (index === last ? { ...record, again: record.again + 1 } : record)),
  };
}

function isOlder(at: string | null, nowIso: string, limitMs: number): boolean {
  return at === null || Date.parse(nowIso) - Date.parse(at) >= limitMs;
}
