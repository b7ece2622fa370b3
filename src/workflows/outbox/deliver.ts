import { wantsCommander } from '../../incident/commands/people-commands';
import { droppedCall, hasEnded, troubleOfCall, whyObsolete } from '../../incident/escalation/call-relevance';
import { whomToAsk } from '../../incident/escalation/whom-to-ask';
import { haveAllRecovered } from '../../incident/model/alert-memory';
import type { CallPeople } from '../../incident/model/effects';
import type { Resolution, UnresolvedReference } from '../../incident/model/responders';
import type { CallForPeopleMessage, RoomMessage } from '../../incident/model/room-message';
import type { WarRoom } from '../../incident/model/state';
import { peopleToCall, withFound } from '../../incident/people/join-people';
import { buildReportBody } from '../../incident/report/build-report';
import { LATEST_REPORT } from '../../incident/response/standing-degradations';
import { assertNever } from '../../incident/text/assert-never';
import { callButtons, type LifeMessage, lifeButtons } from '../../incident/war-room/buttons';
import { problemOf, wasCancelled } from '../calls/judge-failure';
import { whileWanted } from '../calls/while-wanted';
import type { OutboxItem } from '../contract/run-handover';
import type { IncidentAccess } from '../incident-access';
import { keepCard } from './keep-card';
import { keepProposal } from './keep-proposal';
import { deliverClosings, sendDirect } from './send-direct';
import { endPages, sendPage } from './send-page';

const NOBODY: Resolution = { resolved: [], unresolved: [], resolutionRate: 1 };

/** Delivers one item, from the beginning if an earlier run was interrupted: every call it makes is idempotent. */
export async function deliver(incident: IncidentAccess, item: OutboxItem): Promise<void> {
  switch (item.kind) {
    case 'say':
      return say(incident, item.key, item.message);
    case 'call':
      return callPeople(incident, item.key, item.call);
    case 'remind':
      return item.about === 'recovery' ? askToResolve(incident, item.key) : remind(incident, item.key);
    case 'direct':
      return sendDirect(incident, item);
    case 'closeAnswers':
      return deliverClosings(incident);
    case 'card':
      return keepCard(incident);
    case 'proposal':
      return keepProposal(incident, item.id);
    case 'removeAction':
      return removeAction(incident, item);
    case 'page':
      return sendPage(incident, item);
    case 'endPages':
      return endPages(incident, item);
    case 'writeReport':
      incident.record.clearDegradation(LATEST_REPORT);
      await incident.activities.call(
        'writeReport',
        { report: buildReportBody(incident.state()) },
        { activityId: idOf(incident, 'writeReport') },
      );
      return;
    case 'sweep':
      await incident.messenger.sweep(String(incident.nextNumber()));
      if (incident.messenger.headline.mayBeStale()) incident.refreshHeadline();
      return;
    default:
      return assertNever(item);
  }
}

async function removeAction(incident: IncidentAccess, item: Extract<OutboxItem, { kind: 'removeAction' }>): Promise<void> {
  const { proposalId, step } = item;
  const { incidentId } = incident.state();
  await incident.activities.call('removeAction', { incidentId, proposalId, step }, { activityId: idOf(incident, `remove.${proposalId}`) });
}

/** In the thread of the headline. */
async function say(incident: IncidentAccess, key: string, message: RoomMessage): Promise<void> {
  const { warRoom, headlineTs } = incident.state();
  if (warRoom === null || headlineTs === null) return;
  const place = { channelId: warRoom.channelId, threadTs: headlineTs };
  await incident.messenger.post({ activity: 'postReply', ...place, key, message, activityId: idOf(incident, message.kind), once: true });
  // It may have waited until its button no longer applies.
  if (message.kind === 'outcome' && message.buttons !== undefined) incident.elsewhere.closeAnswers();
}

/**
 * Finds, invites and mentions people. Those who cannot be found or invited are named; the rest are paged anyway. The lookup
 * may take hours, so the page's relevance is checked before and after it. Everyone invited is told why.
 */
async function callPeople(incident: IncidentAccess, key: string, call: CallPeople): Promise<void> {
  if (isDropped(incident, call)) return;
  const { why, references, everybody } = call;
  const found = call.found ?? (references.length === 0 ? NOBODY : await findPeople(incident, call));
  incident.record.replace(withFound(incident.state(), found));
  incident.byHand.publish();
  const { warRoom, incident: parsed, request } = incident.state();
  if (warRoom === null || parsed === null) {
    incident.record.degrade('callPeople', {
      code: 'no_war_room',
      message: 'there is no war room',
      mend: `To create one: incident resume ${incident.state().incidentId} --from createWarRoom. Until then, contact people by other means.`,
    });
    return;
  }
  if (isDropped(incident, call)) return;
  const called = peopleToCall(incident.state(), found, everybody);
  const message: CallForPeopleMessage = {
    kind: 'callForPeople',
    incident: { id: parsed.id, title: parsed.title, severity: parsed.severity },
    why,
    takenBy: incident.state().acknowledgedBy,
    called,
    unresolved: found.unresolved,
    assigned: request.autoAssign !== false,
    buttons: callButtons(incident.state()),
    revision: incident.state().revision ?? 0,
  };
  const isWanted = (): boolean => whyObsolete(incident.state(), why) === null;
  const invited = await whileWanted(isWanted, () => invite(incident, warRoom, found, { key, message }));
  if (invited === null) return drop(incident, call);
  const { refused, isCalled } = invited;
  incident.byHand.refreshHeadline();
  if (!isCalled) {
    const summary = called.map(({ name }) => name).join(', ');
    const whole = refused.length === 0 ? message : { ...message, refused };
    const posting = { channelId: warRoom.channelId, threadTs: undefined, key, message: whole, activityId: idOf(incident, 'call'), summary };
    const posted = await whileWanted(isWanted, () => incident.messenger.post({ activity: 'postMessage', ...posting, once: true }));
    if (posted === null) return drop(incident, call);
  }
  incident.record.clearDegradation(troubleOfCall(call));
  incident.elsewhere.add(key, refused.length === 0 ? message : { ...message, refused });
  incident.elsewhere.closeAnswers();
  incident.callLate(found, why);
  // The people counts in score, summary and report have changed.
  if (why.kind === 'late' && found.resolved.length > 0) incident.withGraph((graph) => graph.rerun(['scoreResponse']));
}

/** True, with a timeline entry, if the page has become obsolete. */
function isDropped(incident: IncidentAccess, call: CallPeople): boolean {
  if (whyObsolete(incident.state(), call.why) === null) return false;
  drop(incident, call);
  return true;
}

function drop({ record }: IncidentAccess, call: CallPeople): void {
  const because = whyObsolete(record.state, call.why);
  record.clearDegradation(troubleOfCall(call));
  if (because !== null) record.tell(droppedCall(call, because));
}

async function findPeople(incident: IncidentAccess, { references, why }: CallPeople): Promise<Resolution> {
  try {
    const about = { activityId: idOf(incident, 'findPeople'), summary: references.join(', ') };
    const isPrivate = incident.state().incident?.privacy !== 'public';
    const input = { users: references, isPrivate, ...(why.kind === 'late' ? { patient: true } : {}) };
    return (await incident.activities.call('resolveSlackUsers', input, about)).value;
  } catch (error) {
    if (wasCancelled(error)) throw error;
    const { message, mend } = problemOf(error);
    const reason = `${message}. ${mend}`.trim();
    return { resolved: [], unresolved: references.map((reference) => ({ reference, reason })), resolutionRate: 0 };
  }
}

/** Invites people and, if possible, posts the page in the same activity. Those who could not be invited are named. */
async function invite(
  incident: IncidentAccess,
  { channelId }: WarRoom,
  { resolved: people }: Resolution,
  call: { readonly key: string; readonly message: CallForPeopleMessage },
): Promise<{ refused: readonly UnresolvedReference[]; isCalled: boolean }> {
  if (people.length === 0) return { refused: [], isCalled: false };
  const { activities, record, messenger } = incident;
  const offered = messenger.offer(call.key, call.message);
  try {
    const input = { channelId, people, ...(offered === null ? {} : { call: offered }) };
    const summary = people.map(({ name }) => name).join(', ');
    const { value, attempt } = await activities.call('inviteResponders', input, { activityId: idOf(incident, 'invite'), summary });
    const refused = record.noteInvitations(people, value.refused);
    if (offered === null || value.call === null) return { refused, isCalled: false };
    messenger.note({ channelId, once: true, input: offered, attempt, posted: value.call });
    return { refused, isCalled: true };
  } catch (error) {
    if (wasCancelled(error)) throw error;
    const { message: reason } = problemOf(error);
    const refused = [...new Set(people.map(({ userId }) => userId))].map((userId) => ({ userId, reason }));
    return { refused: record.noteInvitations(people, refused), isCalled: false };
  }
}

/** It is posted outside the thread, because inside it only the mentioned people would see it. */
async function remind(incident: IncidentAccess, key: string): Promise<void> {
  const state = incident.state();
  if (state.warRoom === null || state.status !== 'acknowledged') return;
  const message: RoomMessage = {
    kind: 'reminder',
    incidentId: state.incidentId,
    asked: whomToAsk(state),
    acknowledgedBy: state.acknowledgedBy,
    wantsCommander: wantsCommander(state),
    ...buttonsOf(incident, 'reminder'),
  };
  const { channelId } = state.warRoom;
  const posting = { channelId, threadTs: undefined, key, message, activityId: idOf(incident, 'reminder') };
  await incident.messenger.post({ activity: 'postMessage', ...posting, once: true });
  if (incident.patches.byHand) incident.elsewhere.closeAnswers();
}

/** Outside the thread, too. It may have waited: nobody is asked once the incident has ended, or if an alert has fired since. */
async function askToResolve(incident: IncidentAccess, key: string): Promise<void> {
  const state = incident.state();
  if (state.warRoom === null || hasEnded(state) || !haveAllRecovered(state.alerts)) return;
  const { incidentId, acknowledgedBy } = state;
  const message: RoomMessage = {
    kind: 'recovered',
    incidentId,
    asked: whomToAsk(state),
    acknowledgedBy,
    ...buttonsOf(incident, 'recovered'),
  };
  const posting = { channelId: state.warRoom.channelId, threadTs: undefined, key, message, activityId: idOf(incident, 'recovered') };
  await incident.messenger.post({ activity: 'postMessage', ...posting, once: true });
  if (incident.patches.byHand) incident.elsewhere.closeAnswers();
}

/** None in older runs, whose messages say how without buttons. */
function buttonsOf(incident: IncidentAccess, kind: LifeMessage['kind']): Pick<LifeMessage, 'buttons'> {
  return incident.patches.byHand ? { buttons: lifeButtons(incident.state(), kind) } : {};
}

function idOf(incident: IncidentAccess, what: string): string {
  return `${what}.${incident.nextNumber()}`;
}
