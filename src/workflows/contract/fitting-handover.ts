import type { IncidentRequest } from '../../incident/model/incident';
import type { NewsMessage } from '../../incident/model/room-message';
import type { IncidentState } from '../../incident/model/state';
import { boundedTimeline } from '../../incident/model/timeline';
import { boundedPeople } from '../../incident/people/bounded-people';
import { knownBytes } from '../../incident/text/json-bytes';
import { countedNews } from '../../incident/war-room/join-news';
import { carriedBytes } from './handover-size';
import type { OutboxItem, RunHandover } from './run-handover';

/** The server refuses a payload of more than 2 MB, and would then fail the workflow's task for ever. */
export const MAX_CARRIED_BYTES = 1_900_000;

/** What is given up, in this order, until a handover fits. Nobody's page is, and no input. */
const WAYS: readonly ((handover: RunHandover) => RunHandover)[] = [
  (handover) => ({ ...handover, chores: countedBeyond(handover, 100_000) }),
  (handover) => withTimeline(handover, 100_000),
  (handover) => ({ ...handover, chores: countedBeyond(handover, 0) }),
  (handover) => ({ ...handover, chores: withoutOlderReopenings(handover) }),
  (handover) => withTimeline(handover, 20_000),
  (handover) => ({ ...handover, state: withPeople(handover.state, 50_000) }),
];

/**
 * The handover as it fits into one payload, as far as it can be made to: waiting news are counted instead of told, and the
 * timeline keeps fewer entries and counts the rest.
 */
export function fittingHandover(request: IncidentRequest, handover: RunHandover): RunHandover {
  let fitting = handover;
  for (const shorten of WAYS) {
    if (carriedBytes(request, fitting) < MAX_CARRIED_BYTES) return fitting;
    fitting = shorten(fitting);
  }
  return fitting;
}

/** The final state, which is the workflow's result, as it fits into one payload. */
export function fittingState(state: IncidentState): IncidentState {
  if (knownBytes(state) < MAX_CARRIED_BYTES) return state;
  const { timeline } = state;
  return withPeople({ ...state, timeline: boundedTimeline(timeline, { entries: timeline.length, bytes: 100_000 }) }, 50_000);
}

/** The first news stay as they are, up to this size; those behind them become one message that counts them. */
function countedBeyond({ chores, said }: RunHandover, maxBytes: number): RunHandover['chores'] {
  const begun = new Set(said?.begun ?? []);
  const isNews = (item: RunHandover['chores'][number]): item is SayNews =>
    item.kind === 'say' && item.message.kind === 'news' && !begun.has(item.key);
  let bytes = 0;
  const counted = chores.filter(isNews).filter(({ message }) => {
    bytes += knownBytes(message);
    return bytes > maxBytes;
  });
  const [first] = counted;
  if (first === undefined) return chores;
  const whole: OutboxItem = { ...first, message: countedNews(counted.map(({ message }) => message)) };
  const others = new Set<RunHandover['chores'][number]>(counted.slice(1));
  return chores.flatMap((item) => (item === first ? [whole] : others.has(item) ? [] : [item]));
}

/** Each pages everyone, so one of them is enough. */
function withoutOlderReopenings({ chores, said }: RunHandover): RunHandover['chores'] {
  const begun = new Set(said?.begun ?? []);
  const reopenings = chores.filter((item) => item.kind === 'call' && item.call.why.kind === 'reopened' && !begun.has(item.key));
  const older = new Set(reopenings.slice(0, -1));
  return chores.filter((item) => !older.has(item));
}

type SayNews = Extract<OutboxItem, { readonly kind: 'say' }> & { readonly message: NewsMessage };

function withTimeline(handover: RunHandover, bytes: number): RunHandover {
  const { state } = handover;
  return { ...handover, state: { ...state, timeline: boundedTimeline(state.timeline, { entries: state.timeline.length, bytes }) } };
}

function withPeople(state: IncidentState, bytes: number): IncidentState {
  return { ...state, people: boundedPeople(state.people, bytes) };
}
