import { proxyActivities } from '@temporalio/workflow';

export { respondToIncident } from '../src/workflows';

const { noOp } = proxyActivities<{ noOp(name: string): Promise<string> }>({ startToCloseTimeout: '9s' });
const { noOp: noOpProbe } = proxyActivities<{ noOp(name: string): Promise<string> }>({
  startToCloseTimeout: '60s',
  taskQueue: 'incident-containers',
});

/** How often the response edited messages in place; it depends on how fast results come, so it is told. */
export interface Shape {
  readonly probes: number;
  readonly failingProbes: number;
  readonly bookmarks: number;
  readonly progressEdits: number;
  readonly headlineEdits: number;
}

/** The response's shape by hand: the same activities in the same order of dependence, which do nothing. No graph, no state. */
export async function bareResponse(shape: Shape): Promise<void> {
  const after = (needs: Promise<unknown>[], name: string): Promise<string> => Promise.all(needs).then(() => noOp(name));
  const some = (count: number, needs: Promise<unknown>[], name: string): Promise<unknown> =>
    Promise.all(Array.from({ length: count }, (_, index) => after(needs, `${name} ${index}`)));

  const incident = noOp('parseIncidentEvent');
  const slack = noOp('setUpSlack');
  const room = after([incident, slack], 'createChannel');
  const headline = after([room], 'announceIncident');
  const people = after([incident, slack], 'resolveSlackUsers');
  const selection = after([incident], 'selectProbes');
  const probes = Array.from({ length: shape.probes }, (_, index) => selection.then(() => noOpProbe(`runProbe ${index}`)));
  const described = after([room], 'describeChannel');
  const pinned = after([headline], 'pinHeadline');
  const bookmarked = some(shape.bookmarks, [room], 'addBookmark');
  const invited = after([room, people], 'inviteResponders');
  const called = after([headline, invited], 'callForPeople');
  const progress = after([headline, selection], 'postProgress');
  let edited: Promise<unknown> = progress;
  for (let edit = 0; edit < shape.progressEdits; edit += 1) edited = after([edited, probes[edit] ?? edited], 'editProgress');
  const replies = Promise.all(probes.slice(0, shape.failingProbes).map((probe) => after([headline, probe], 'postFinding')));
  const verdict = after([headline, ...probes, progress, replies], 'postVerdict');
  const edits = some(shape.headlineEdits, [headline, people, ...probes], 'editHeadline');
  const summary = after([described, pinned, bookmarked, called, edited, verdict], 'postSummary');
  await Promise.all([after([summary], 'writeReport'), edits]);
}

/** The smallest steady piece of work: by how much its time differs tells how noisy the machine is. */
export async function fiveInARow(): Promise<void> {
  for (let step = 1; step <= 5; step += 1) await noOp(`step ${step}`);
}
