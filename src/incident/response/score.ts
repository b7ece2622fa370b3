import type { Investigation } from '../model/finding';
import type { ResponseFailure } from '../model/room-message';
import type { IncidentState, NodeState, OverallStatus, Score } from '../model/state';
import { STATUS_VERBS } from '../model/status-marks';
import { countPeople, describeCounts } from '../people/people-counts';
import { assertNever } from '../text/assert-never';
import { standingDegradations } from './standing-degradations';
import { troubleTitle } from './trouble-words';

type Part = Score['parts'][number];

interface Share {
  readonly node: string;
  readonly points: number;
  readonly word: string;
  /** False if there was nothing to do, so it does not count. */
  readonly wanted: boolean;
}

/**
 * Scores what succeeded against what was requested; every part says how it was computed. Points are rounded down, so that
 * only a complete response scores 100.
 */
export function scoreResponse(state: IncidentState): { score: Score; overallStatus: OverallStatus } {
  const parts = [people(state), warRoom(state), investigation(state), updates(state)];
  const asked = parts.filter((part) => part.asked);
  const outOf = asked.reduce((sum, part) => sum + part.outOf, 0);
  const points = asked.reduce((sum, part) => sum + part.points, 0);
  // The investigation always counts, so the divisor is never 0.
  const total = Math.round((100 * points) / outOf);
  return { score: { total, parts }, overallStatus: overall(state, parts) };
}

function people(state: IncidentState): Part {
  const wanted = state.incident?.users ?? state.request.users ?? [];
  if (state.people === null) {
    if (wanted.length === 0) return notAsked('people', 20, 'no people were requested');
    return part('people', 0, 20, `${wanted.length} requested, none looked up${inBrackets(reasonOf(state, 'resolveSlackUsers'))}`);
  }
  const counts = countPeople(state.people);
  const { asked, found } = counts;
  return asked === 0 ? notAsked('people', 20, 'no people were requested') : part('people', found / asked, 20, describeCounts(counts));
}

/** Channel and headline weigh most, because people need them first. */
function warRoom(state: IncidentState): Part {
  if (state.request.createChannel === false) return notAsked('warRoom', 30, 'no war room was requested');
  const someoneToInvite = state.people === null ? (state.incident?.users.length ?? 0) > 0 : state.people.resolved.length > 0;
  return shared(state, 'warRoom', [
    { node: 'createChannel', points: 12, word: 'channel', wanted: true },
    { node: 'announceIncident', points: 12, word: 'headline', wanted: true },
    { node: 'furnishRoom', points: 3, word: 'topic/pin/bookmarks', wanted: true },
    { node: 'inviteResponders', points: 3, word: 'invitations', wanted: someoneToInvite && !hadNobodyToInvite(state) },
  ]);
}

/** When the node's turn came, no one had been found yet. People paged later are invited by the page, not by a node. */
function hadNobodyToInvite(state: IncidentState): boolean {
  const isDone = (name: string): boolean => nodeOf(state, name)?.status === 'done';
  return nodeOf(state, 'inviteResponders')?.status === 'skipped' && isDone('createChannel') && isDone('resolveSlackUsers');
}

function updates(state: IncidentState): Part {
  if (state.request.createChannel === false) return notAsked('updates', 30, 'no war room was requested');
  const nothingToRun = nodeOf(state, 'selectProbes')?.status === 'done' && state.probes.length === 0;
  return shared(state, 'updates', [
    { node: 'postProgress', points: 10, word: 'progress', wanted: !nothingToRun },
    { node: 'postFindings', points: 10, word: 'findings', wanted: !nothingToRun },
    { node: 'postVerdict', points: 10, word: 'result', wanted: true },
  ]);
}

function investigation(state: IncidentState): Part {
  const { investigation } = state;
  if (investigation === null)
    return part(
      'investigation',
      0,
      20,
      `no investigation result${inBrackets(reasonOf(state, 'selectProbes', 'runProbes', 'assessFindings'))}`,
    );
  // Control probes describe the prober, so neither coverage nor this count includes them.
  const about = investigation.findings.filter(({ control }) => !control);
  if (about.length === 0) return part('investigation', 0, 20, 'no probe matched');
  const aside = about.length < investigation.findings.length ? "; the check of the prober's own network is not counted" : '';
  const conclusive = about.filter(({ status }) => status !== 'unknown').length;
  const counted = `${conclusive} of ${about.length} ${about.length === 1 ? 'probe' : 'probes'} conclusive`;
  if (!isObserved(investigation)) return part('investigation', 0, 20, `${counted}, but none checked the system itself${aside}`);
  return part('investigation', investigation.coverage, 20, `${counted}, ${Math.floor(100 * investigation.coverage)}% by weight${aside}`);
}

/** Correlation probes alone say nothing about the system's health. */
const isObserved = ({ confidence, health }: Investigation): boolean => confidence > 0 || health !== null;

function shared(state: IncidentState, name: Part['name'], shares: readonly Share[]): Part {
  const wanted = shares.filter((share) => share.wanted);
  const outOf = sum(wanted);
  const came = wanted.filter(({ node }) => nodeOf(state, node)?.status === 'done');
  const why = wanted.map((share) => `${share.word} ${came.includes(share) ? share.points : 0} of ${share.points}`).join(', ');
  return part(name, sum(came) / outOf, 30, `points: ${why}`);
}

const sum = (shares: readonly Share[]): number => shares.reduce((total, { points }) => total + points, 0);
const nodeOf = (state: IncidentState, name: string): NodeState | undefined => state.nodes.find((node) => node.name === name);

/** Why the first of these nodes with a reason did not succeed; null if none has a reason. */
function reasonOf(state: IncidentState, ...names: readonly string[]): string | null {
  const reasons = names.map((name) => nodeOf(state, name)).map((node) => node?.problem?.message ?? node?.note ?? null);
  return reasons.find((text) => text !== null) ?? null;
}

const inBrackets = (reason: string | null): string => (reason === null ? '' : ` (${reason})`);

/** `share` is the part that succeeded, 0 to 1. */
function part(name: Part['name'], share: number, outOf: number, why: string): Part {
  // Thirds and tenths are not exact in binary; rounding keeps such an error from costing a point.
  const points = Math.floor(Math.round(share * outOf * 1_000) / 1_000);
  return { name, points: Math.min(outOf, Math.max(0, points)), outOf, asked: true, why };
}

function notAsked(name: Part['name'], outOf: number, why: string): Part {
  return { name, points: 0, outOf, asked: false, why };
}

/**
 * `failed` means that there is no room to work in and nothing is known; `success` means that nothing requested is missing.
 */
function overall(state: IncidentState, parts: readonly Part[]): OverallStatus {
  if (state.incident === null || (!hasRoom(state) && isNothingKnown(state))) return 'failed';
  const whole = parts.every((part) => !part.asked || part.points === part.outOf);
  const stuck = state.nodes.some(({ status }) => status === 'blocked' || status === 'waiting');
  const failed = state.nodes.some(({ status, optional }) => status === 'failed' && !optional);
  return whole && !stuck && !failed && standingDegradations(state).length === 0 ? 'success' : 'partial';
}

const hasRoom = ({ request, warRoom, headlineTs }: IncidentState): boolean =>
  request.createChannel !== false && warRoom !== null && headlineTs !== null;
const isNothingKnown = ({ investigation }: IncidentState): boolean => (investigation?.coverage ?? 0) === 0;

/** Why the response failed; null if it did not, or is not scored yet. */
export function failureOf(state: IncidentState): ResponseFailure | null {
  const { score, overallStatus, incident, request } = state;
  if (score === null || overallStatus !== 'failed') return null;
  if (incident === null) return { kind: 'notParsed', because: reasonOf(state, 'parseIncidentEvent') };
  return {
    kind: 'nothingKnown',
    isRoomAsked: request.createChannel !== false,
    because: reasonOf(state, 'createChannel', 'announceIncident'),
    investigation: score.parts.find(({ name }) => name === 'investigation')?.why ?? null,
  };
}

export function describeFailure(failure: ResponseFailure): string {
  switch (failure.kind) {
    case 'notParsed':
      return `the event was not parsed${inBrackets(failure.because)}`;
    case 'nothingKnown': {
      const room = failure.isRoomAsked ? `there is no war room${inBrackets(failure.because)}` : 'no war room was requested';
      return `${room}, and nothing is known about the system: ${failure.investigation ?? 'there is no investigation result'}`;
    }
    default:
      return assertNever(failure);
  }
}

/** Why the response is not a success, in one sentence; null if it is, or is not scored yet. */
export function whyNotSuccess(state: IncidentState): string | null {
  const { score, overallStatus } = state;
  if (score === null || overallStatus === null || overallStatus === 'success') return null;
  const failure = failureOf(state);
  if (failure !== null) return describeFailure(failure);
  const lacking = score.parts
    .filter(({ asked, points, outOf }) => asked && points < outOf)
    .map(({ name, why }) => `${PART_WORDS[name]}: ${why}`);
  const stuck = state.steps
    .filter(({ status }) => status === 'blocked' || status === 'waiting' || status === 'failed')
    .map(({ name, status }) => `${name} ${STATUS_VERBS[status]}`);
  const degraded = standingDegradations(state).map(({ what }) => troubleTitle(what));
  return [...lacking, ...stuck, ...(degraded.length === 0 ? [] : [`degraded: ${degraded.slice(0, 5).join(', ')}`])].join('; ') || null;
}

/** The parts of the score as human-readable text. */
export const PART_WORDS: Readonly<Record<Part['name'], string>> = {
  people: 'people',
  warRoom: 'war room',
  investigation: 'investigation',
  updates: 'updates',
};
