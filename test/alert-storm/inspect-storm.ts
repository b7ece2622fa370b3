import { defaultPayloadConverter } from '@temporalio/common';
import { inLanes } from '../../src/client/temporal/in-lanes';
import type { AlertDelivery } from '../../src/incident/alert-groups/delivery';
import type { AlertGroupState } from '../../src/incident/alert-groups/group-state';
import { ALERT_DELIVERED } from '../../src/workflows/contract/alert-messages';
import { witness } from '../support/slack-view';
import type { Stack } from '../support/stack';
import type { Accepted, Sent } from './send-deliveries';

const LANES = 8;
const QUERY_LIMIT_MS = 10_000;
/** Of the reasons for which a workflow task fails, those that are faults of the workflow, as the server numbers them. */
const FAULTS = new Map<unknown, string>([
  [14, 'an error in the workflow'],
  [24, 'not deterministic'],
]);

/** What Temporal and Slack hold after a storm. */
export interface Seen {
  readonly groups: readonly SeenGroup[];
  /** Workflow ids of all incidents. */
  readonly incidents: readonly string[];
  /** Ids of workflows that ended in any way but well. */
  readonly failed: readonly string[];
  readonly taskFailures: readonly string[];
  /** Names of the channels. */
  readonly rooms: readonly string[];
}
interface SeenGroup {
  readonly state: AlertGroupState;
  /** Ids of the deliveries in its history, in the order of their signals. */
  readonly signals: readonly string[];
}

/** Null while no worker answers. */
export async function readStorm(stack: Stack, keys: readonly string[]): Promise<Seen | null> {
  const { client } = stack;
  const runs = [];
  for await (const { workflowId, type, status, runId } of client.workflow.list())
    runs.push({ workflowId, type, status: status.name, runId });
  const histories = await inLanes(LANES, runs, async ({ workflowId, runId, type }) => {
    const { events = [] } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const failures = (events ?? []).flatMap(({ workflowTaskFailedEventAttributes: failed }) =>
      FAULTS.has(failed?.cause) ? [`${workflowId}: ${FAULTS.get(failed?.cause)}: ${failed?.failure?.message ?? ''}`] : [],
    );
    const signals = (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signal }) =>
      signal?.signalName === ALERT_DELIVERED && signal.input?.payloads?.[0]
        ? [defaultPayloadConverter.fromPayload<AlertDelivery>(signal.input.payloads[0]).id]
        : [],
    );
    return { workflowId, type, failures, signals };
  });
  const groups = await inLanes(LANES, keys, async (key) => {
    const query = () => client.workflow.getHandle(key).query<AlertGroupState>('group');
    const state = await client.withDeadline(Date.now() + QUERY_LIMIT_MS, query).catch(() => null);
    const signals = histories.filter(({ workflowId }) => workflowId === key).flatMap((history) => history.signals);
    return state === null ? null : { state, signals };
  });
  const answered = groups.filter((group) => group !== null);
  if (answered.length < groups.length) return null;
  const { channels = [] } = await witness(stack.slack).conversations.list({ types: 'public_channel,private_channel', limit: 999 });
  return {
    groups: answered,
    incidents: [...new Set(runs.filter(({ type }) => type === 'respondToIncident').map(({ workflowId }) => workflowId))],
    failed: runs
      .filter(({ status }) => ['FAILED', 'TERMINATED', 'TIMED_OUT', 'CANCELLED'].includes(status))
      .map(({ workflowId }) => workflowId),
    taskFailures: histories.flatMap(({ failures }) => failures),
    rooms: channels.flatMap(({ name = '' }) => (name.startsWith('incident-') ? [name] : [])),
  };
}

/** What is lost, doubled or broken; empty: nothing. */
export function inspectStorm({ groups, incidents, failed, taskFailures, rooms }: Seen, sent: Sent, expected: number): readonly string[] {
  const own = new Set(groups.flatMap(({ state }) => (state.incident === null ? [] : [state.incident.id])));
  const roomless = incidents.filter((id) => rooms.filter((name) => `${name}-`.startsWith(`incident-${id.toLowerCase()}-`)).length !== 1);
  return [
    ...(groups.length === expected ? [] : [`${groups.length} groups, not ${expected}`]),
    ...(incidents.length === expected ? [] : [`${incidents.length} incidents, not ${expected}`]),
    ...(own.size === expected ? [] : [`the groups have ${own.size} incidents, not ${expected}`]),
    ...(rooms.length === expected ? [] : [`${rooms.length} rooms, not ${expected}`]),
    ...roomless.map((id) => `${id} does not have one room`),
    ...failed.map((id) => `${id} failed`),
    ...taskFailures,
    ...groups.flatMap((group) => inspectGroup(group, sent)),
  ];
}

function inspectGroup({ state, signals }: SeenGroup, { accepted, attempts }: Sent): readonly string[] {
  const { key, counts, seen, trouble, work, deliveries } = state;
  const own = accepted.filter((one) => one.key === key);
  const digests = new Set(own.map(({ delivery }) => delivery.digest.slice(0, 32)));
  const numbers = new Set(own.map(({ delivery }) => delivery.group));
  const requests = [...numbers].reduce((sum, number) => sum + (attempts.get(number) ?? 0), 0);
  const taken = counts.deliveries + counts.duplicates;
  const problems = [
    ...(numbers.size === 1 ? [] : [`alerts of ${numbers.size} groups`]),
    ...(taken >= own.length ? [] : [`it took ${taken} deliveries, and ${own.length} were accepted`]),
    ...(taken <= requests ? [] : [`it took ${taken} deliveries, and ${requests} were sent`]),
    ...(taken === signals.length ? [] : [`it took ${taken} deliveries, and Temporal holds ${signals.length}`]),
    ...(seen.length === new Set(seen).size ? [] : ['it remembers a delivery twice']),
    ...(counts.incidents === 1 ? [] : [`${counts.incidents} incidents`]),
    ...(state.firing.fingerprints.length === 0 ? ['none of its alerts is known'] : []),
    ...(trouble === null ? [] : [`trouble: ${trouble}`]),
    ...(work.firing === null && work.notes.length === 0 && !work.judge ? [] : ['work is left']),
    ...deliveries.filter(({ effect }) => effect === 'pending' || effect === 'failed').map(({ id, effect }) => `${id} is ${effect}`),
    ...own.filter((one) => !holds(seen, one)).map(({ delivery }) => `${delivery.digest} was accepted, and is lost`),
    ...seen.filter((id) => !digests.has(id.split('@')[0] ?? '')).map((id) => `${id} was never sent`),
    ...signals.filter((id) => !seen.includes(id)).map((id) => `${id} is held, and was not taken`),
    ...actedTwice(state),
  ];
  return problems.map((problem) => `${key}: ${problem}`);
}

const holds = (seen: readonly string[], { delivery, minutes }: Accepted): boolean =>
  minutes.some((minute) => seen.includes(`${delivery.digest.slice(0, 32)}@${minute}`));

/** An equal body in the same minute counts again only if the group said otherwise in between. */
function actedTwice({ deliveries }: AlertGroupState): readonly string[] {
  return deliveries.flatMap(({ id, status }, index) => {
    const before = deliveries.findLastIndex((record, at) => at < index && record.id === id);
    const isSaidBetween = deliveries.slice(before + 1, index).some((record) => record.status !== status);
    return before === -1 || isSaidBetween ? [] : [`${id} acted twice`];
  });
}
