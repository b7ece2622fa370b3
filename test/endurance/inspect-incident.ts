import type { SlackComponent } from '../../src/demo/components';
import type { IncidentState } from '../../src/incident/model/state';
import { describeEntry } from '../../src/incident/timeline-words/describe-entry';
import { HEAD_EMAIL } from '../chaos/fault-points';
import { inspectHeadline, inspectRoom } from '../chaos/inspect-room';
import { inspectState } from '../chaos/slot';
import type { FaultProxy } from '../support/fault-proxy';
import { seeRooms, witness } from '../support/slack-view';
import type { Script } from './schedule';

/** What is lost or doubled in an incident that should be at the end of its script; empty: nothing. */
export async function inspectIncident(script: Script, state: IncidentState, slack: SlackComponent, proxy: FaultProxy): Promise<string[]> {
  const { ends } = script;
  const besides = { levels: ends.levels, resolved: ends.status === 'resolved' };
  return [
    ...inspectState(state),
    ...(state.responseComplete ? [] : ['lost: the response is not complete']),
    ...(state.status === ends.status ? [] : [`lost: it is ${state.status}, not ${ends.status}`]),
    ...(state.escalation.reached === ends.levels ? [] : [`${state.escalation.reached} levels were called, not ${ends.levels}`]),
    ...inspectTimeline(script, state),
    ...(await inspectRoom(slack, script, besides)),
    ...(await inspectHeadline(slack, script, state)),
    ...(await inspectNotes(script, slack)),
    ...(ends.levels < 2 ? [] : await inspectHead(script, slack)),
    ...proxy.doneTwice(script).map((deed) => `done twice: ${deed}`),
  ];
}

/** Every command stands on the timeline once, and none was refused. */
function inspectTimeline({ sendings }: Script, { timeline }: IncidentState): string[] {
  const refused = timeline.filter(({ kind }) => kind === 'refused').map((entry) => `refused: ${describeEntry(entry)}`);
  const counts = sendings.map(({ name, requestId }) => ({
    what: `${name} ${requestId}`,
    count: timeline.filter((entry) => entry.requestId === requestId).length,
  }));
  return [...refused, ...counts.filter(({ count }) => count !== 1).map(({ what, count }) => `timeline: ${what} stands ${count} times`)];
}

/** News that wait together are told in one message, so notes are counted by their words. */
async function inspectNotes({ channelName, sendings }: Script, slack: SlackComponent): Promise<string[]> {
  const [room] = await seeRooms(slack, channelName);
  const told = (room?.replies ?? []).flatMap(({ whole }) => JSON.stringify((JSON.parse(whole) as { blocks?: unknown }).blocks ?? []));
  return sendings
    .filter(({ name }) => name === 'addNote')
    .map(({ text }) => ({ text, count: told.join('\n').split(text).length - 1 }))
    .filter(({ count }) => count !== 1)
    .map(({ text, count }) => `room: ${text} stands ${count} times`);
}

async function inspectHead({ channelName }: Script, slack: SlackComponent): Promise<string[]> {
  const [room] = await seeRooms(slack, channelName);
  const { user } = await witness(slack).users.lookupByEmail({ email: HEAD_EMAIL });
  return room?.members.includes(user?.id ?? 'nobody') ? [] : [`${HEAD_EMAIL} is not in the channel`];
}

/** More than there should be; everything else that is wrong is missing or untrue. */
export const isDouble = (problem: string): boolean =>
  /^done twice|stands ([2-9]|\d\d+) times|is not expected|\b([2-9]|\d\d+) (channels|pins|bookmarks)\b/.test(problem);
