import type { IncidentState, NodeStatus, OverallStatus, Score } from './state';

type Part = Score['parts'][number];

/** Shares of the war room's thirty points. The channel and its headline are what people need first. */
const WAR_ROOM_SHARES = [
  { node: 'createChannel', share: 12, word: 'channel' },
  { node: 'announceIncident', share: 12, word: 'headline' },
  { node: 'pinHeadline', share: 3, word: 'pin' },
  { node: 'inviteResponders', share: 3, word: 'invitations' },
] as const;
const UPDATE_SHARES = [
  { node: 'postProgress', share: 10, word: 'progress' },
  { node: 'postFindings', share: 10, word: 'findings' },
  { node: 'postVerdict', share: 10, word: 'verdict' },
] as const;

/** Scores the response by what came off, over what was asked for; every part says how it was computed. */
export function scoreResponse(state: IncidentState): { score: Score; overallStatus: OverallStatus } {
  const parts = [people(state), warRoom(state), investigation(state), updates(state)];
  const asked = parts.filter((part) => part.asked);
  const outOf = asked.reduce((sum, part) => sum + part.outOf, 0);
  const points = asked.reduce((sum, part) => sum + part.points, 0);
  const total = outOf === 0 ? 0 : Math.round((100 * points) / outOf);
  return { score: { total, parts }, overallStatus: overall(state, parts) };
}

function people({ people }: IncidentState): Part {
  const references = people === null ? 0 : people.resolved.length + people.unresolved.length;
  if (people === null) return part('people', 0, 20, true, 'people were not looked for');
  if (references === 0) return part('people', 0, 20, false, 'nobody was asked for');
  const found = Math.round(people.resolutionRate * references);
  return part('people', 20 * people.resolutionRate, 20, true, `${found} of ${references} people found`);
}

function warRoom(state: IncidentState): Part {
  if (state.request.createChannel === false) return part('warRoom', 0, 30, false, 'no war room was asked for');
  return shares(state, 'warRoom', WAR_ROOM_SHARES);
}

function updates(state: IncidentState): Part {
  if (state.request.createChannel === false) return part('updates', 0, 30, false, 'no war room was asked for');
  return shares(state, 'updates', UPDATE_SHARES);
}

/** A node that had nothing to do counts as done: nobody to invite is no failure. */
function shares(state: IncidentState, name: Part['name'], wanted: readonly { node: string; share: number; word: string }[]): Part {
  const statusOf = (node: string): NodeStatus => state.nodes.find((other) => other.name === node)?.status ?? 'pending';
  const roomStands = statusOf('announceIncident') === 'done';
  const came = wanted.filter(({ node }) => statusOf(node) === 'done' || (roomStands && statusOf(node) === 'skipped'));
  const missing = wanted.filter((share) => !came.includes(share)).map(({ word }) => word);
  const points = came.reduce((sum, { share }) => sum + share, 0);
  const whole = wanted.map(({ word }) => word).join(', ');
  return part(name, points, 30, true, missing.length === 0 ? `${whole}: all there` : `missing: ${missing.join(', ')}`);
}

function investigation({ investigation, probes }: IncidentState): Part {
  if (investigation === null) return part('investigation', 0, 20, true, 'nothing was investigated');
  if (investigation.findings.length === 0) return part('investigation', 0, 20, true, 'no probe matched');
  const { counts, coverage } = investigation;
  const conclusive = counts.ok + counts.warn + counts.fail;
  return part('investigation', 20 * coverage, 20, true, `${conclusive} of ${probes.length} probes conclusive`);
}

function part(name: Part['name'], points: number, outOf: number, asked: boolean, why: string): Part {
  return { name, points: Math.round(points * 10) / 10, outOf, asked, why };
}

function overall(state: IncidentState, parts: readonly Part[]): OverallStatus {
  const roomFailed = state.request.createChannel !== false && state.headlineTs === null;
  const nothingFound = (state.investigation?.coverage ?? 0) === 0;
  if (state.incident === null || (roomFailed && nothingFound)) return 'failed';
  const whole = parts.every((part) => !part.asked || part.points === part.outOf);
  const stuck = state.nodes.some(({ status }) => status === 'blocked' || status === 'waiting' || status === 'failed');
  return whole && !stuck && state.degradations.length === 0 ? 'success' : 'partial';
}
