import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';

import { BARE_SIGNAL } from './bare-alerts-names';

export { respondToIncident } from '../src/workflows';

const { noOp } = proxyActivities<{ noOp(name: string): Promise<string> }>({ startToCloseTimeout: '9s' });
const { noOp: noOpProbe } = proxyActivities<{ noOp(name: string): Promise<string> }>({
  startToCloseTimeout: '60s',
  taskQueue: 'incident-containers',
});

const { noOp: noOpInSlack } = proxyActivities<{ noOp(name: string): Promise<string> }>({
  startToCloseTimeout: '9s',
  taskQueue: 'incident-slack',
});

const { runProbe } = proxyActivities<{ runProbe(input: unknown): Promise<unknown> }>({
  startToCloseTimeout: '60s',
  taskQueue: 'incident-containers',
});

/** How many times the response updated messages. It depends on how fast results arrive, so it is passed in. */
export interface Shape {
  readonly probes: number;
  readonly threadUpdates: number;
  readonly headlineEdits: number;
  readonly directMessages: number;
}

/**
 * A hand-written replica of the response's shape: the same activities with the same dependencies, all doing nothing. No
 * graph, no state.
 */
export async function bareResponse(shape: Shape): Promise<void> {
  const after = (needs: Promise<unknown>[], name: string): Promise<string> => Promise.all(needs).then(() => noOp(name));
  const later = (needs: Promise<unknown>[], name: string): Promise<string> => Promise.all(needs).then(() => noOpInSlack(name));
  const some = (count: number, needs: Promise<unknown>[], name: string): Promise<unknown> =>
    Promise.all(Array.from({ length: count }, (_, index) => later(needs, `${name} ${index}`)));

  const incident = noOp('parseIncidentEvent');
  const slack = noOp('setUpSlack');
  const room = after([incident, slack], 'createChannel');
  const people = later([incident, slack], 'resolveSlackUsers');
  const selection = after([incident], 'selectProbes');
  const probes = Array.from({ length: shape.probes }, (_, index) => selection.then(() => noOpProbe(`runProbe ${index}`)));
  const furnished = later([room], 'furnishRoom');
  const invited = later([room, people], 'inviteResponders');
  const progress = later([room, selection], 'postProgress');
  let updated: Promise<unknown> = Promise.all([progress, ...probes]);
  for (let update = 0; update < shape.threadUpdates; update += 1) updated = later([updated], `updateThread ${update}`);
  const verdict = later([updated], 'postVerdict');
  const edits = some(shape.headlineEdits, [room, people, ...probes], 'editHeadline');
  const direct = some(shape.directMessages, [room, people], 'postElsewhere');
  await Promise.all([later([furnished, invited, verdict], 'summarizeIncident'), edits, direct]);
}

/** A small piece of work that is always the same: the spread of its times shows how noisy the machine is. */
export async function fiveInARow(): Promise<void> {
  for (let step = 1; step <= 5; step += 1) await noOp(`step ${step}`);
}

/** One probe, as an activity. */
export function oneProbe(input: unknown): Promise<unknown> {
  return runProbe(input);
}

/** Several, as an incident runs them. */
export function someProbes(inputs: readonly unknown[]): Promise<unknown[]> {
  return Promise.all(inputs.map((input) => runProbe(input)));
}

/** Counts its signals, for ever. */
export async function countDeliveries(): Promise<void> {
  let count = 0;
  setHandler(defineSignal<[unknown]>(BARE_SIGNAL), () => {
    count += 1;
  });
  await condition(() => count < 0);
}
