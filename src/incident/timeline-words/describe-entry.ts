import { describeCall } from '../escalation/call-relevance';
import { describePaging } from '../escalation/escalation';
import { describeTold } from '../model/commands';
import type { QuotedMessage } from '../model/quoted-message';
import type { Doubt } from '../model/responders';
import type { AlertChanges } from '../model/room-message';
import type {
  Assigned,
  Declined,
  EntryData,
  Obsolescence,
  Recorded,
  RespondersAdded,
  WarRoomOpened,
  WordedEntry,
} from '../model/timeline-entry';
import { describeDoubt, describeUnknown } from '../people/check-people';
import { describeLook } from '../response/past-looks';
import { describeTrouble } from '../response/trouble-words';
import { utcTime } from '../text/utc-time';
import { describeAlert, describeChanges, describeReason, titleOf } from './alert-words';
import { pageCause } from './page-cause';
import { describeProposal } from './proposal-words';
import { describeRefused } from './refused-words';

/** A timeline entry, or the part of it that the room is shown. */
type Described = (EntryData & Pick<Recorded, 'disbelieved'>) | Pick<WordedEntry, 'text'> | AlertChanges;

/**
 * One human-readable sentence saying what happened, to follow the actor's name. An entry that older code worded keeps its
 * words.
 */
export function describeEntry(entry: Described): string {
  if ('text' in entry) return entry.text;
  if (entry.kind === 'alertChanges') return describeChanges(entry);
  const { disbelieved } = entry;
  return disbelieved === undefined
    ? describeData(entry)
    : `${describeData(entry)} (the given time ${disbelieved} is before the incident or in the future, so the time of receipt was recorded instead)`;
}

function describeData(entry: EntryData): string {
  switch (entry.kind) {
    case 'declared':
      return 'declared the incident';
    case 'acknowledge':
      return `acknowledged the incident${inBrackets(entry.unchecked)}`;
    case 'decline':
      return describeDecline(entry);
    case 'addNote':
      return entry.quoted === undefined ? entry.note : describeQuoted(entry.note, entry.quoted);
    case 'changeSeverity':
      return `changed the severity from ${entry.from} to ${entry.to}`;
    case 'assign':
      return `${describeAssignment(entry)}${inBrackets(entry.unchecked)}`;
    case 'addResponders':
      return describeAdded(entry);
    case 'changeTitle':
      return `changed the title from "${entry.from}" to "${entry.to}"`;
    case 'escalate':
      return `${entry.isByClock ? 'no one acknowledged in time;' : 'escalated:'} ${describePaging(entry.level, entry.nobody)}`;
    case 'resolve':
      return `resolved the incident${entry.alert === undefined ? '' : `, because the alert recovered: ${titleOf(entry.alert)}`}${about(entry.note)}`;
    case 'reopen':
      return `reopened the incident${typeof entry.reason === 'string' ? ':' : ', because'} ${describeReason(entry.reason)}`;
    case 'cancel':
      return `cancelled the incident: ${entry.reason ?? 'its workflow was cancelled in Temporal'}`;
    case 'investigateAgain':
      return `started another investigation${withRunbooks(entry.runbooks)}`;
    case 'investigated':
      return `investigated: ${describeLook(entry)}`;
    case 'resumeFrom':
      return `resumed the ${entry.wasClosed ? 'closed incident' : 'response'} from ${entry.step}`;
    case 'alertUpdated':
      return describeAlert(entry.alert);
    case 'refused':
      return describeRefused(entry.command, entry.reason);
    case 'blocked':
      return `${entry.step} is blocked: ${entry.problem.message}`;
    case 'degraded':
      return describeTrouble(entry.what, entry.problem.message);
    case 'warRoom':
      return describeRoom(entry);
    case 'call':
      return `did not page ${describeCall(entry)}, because ${OBSOLETE[entry.because]}`;
    case 'paged':
      return `paged people through ${entry.pager}, because ${pageCause(entry.reason)}`;
    case 'reminder':
      return 'asked for an update, because there had been none for a while';
    case 'close':
      return 'closed the resolved incident: its workflow was cancelled in Temporal';
    case 'omitted':
      return `${entry.count} ${entry.count === 1 ? 'entry is' : 'entries are'} omitted here`;
    case 'proposed':
    case 'approved':
    case 'rejected':
    case 'proposalEnded':
    case 'actionStarted':
    case 'actionRan':
    case 'actionChecked':
      return describeProposal(entry);
    default:
      return describeTold(entry);
  }
}

const OBSOLETE: Readonly<Record<Obsolescence, string>> = {
  resolved: 'the incident had been resolved',
  cancelled: 'the incident had been cancelled',
  acknowledged: 'someone had acknowledged by then',
};

function describeQuoted(text: string, { author, at, permalink }: QuotedMessage): string {
  return `${author} wrote at ${utcTime(at, 'minutes')}: ${text}${permalink === null ? '' : ` (${permalink})`}`;
}

function describeDecline({ reason, hadAcknowledged, pages }: Declined): string {
  const what = hadAcknowledged ? "acknowledged the incident, but can't take it after all" : "can't take the incident";
  const said = `${what}${about(reason)}`;
  if (pages === null) return said;
  const cause = hadAcknowledged ? '' : 'no one who was called can take it; ';
  return `${said}${reason === undefined || !/[.!?]$/.test(reason) ? ';' : ''} ${cause}${pages === 'noLevelLeft' ? 'every escalation level has been paged' : describePaging(pages.level, pages.nobody)}`;
}

function describeAssignment({ person, role, from, isSelf = false }: Assigned): string {
  if (isSelf) return `took ${role === null ? 'the incident' : `the ${role} role`}${from === null ? '' : ` from ${from}`}`;
  if (role === null) return `assigned the incident to ${person}`;
  return from === null ? `assigned the ${role} role to ${person}` : `reassigned the ${role} role from ${from} to ${person}`;
}

function describeAdded({ called, notFound, unchecked }: RespondersAdded): string {
  const missing = notFound.length === 0 ? '' : `; ${describeUnknown(notFound)}`;
  return `started paging ${called.join(', ')}${inBrackets(unchecked)}${missing}`;
}

function describeRoom({ name, privacy, created, insteadOf }: WarRoomOpened): string {
  const instead = insteadOf === null ? '' : ` in place of #${insteadOf}`;
  return `${created ? 'opened' : 'reused'} the ${privacy} war room #${name}${instead}`;
}

function withRunbooks(runbooks: readonly string[]): string {
  if (runbooks.length === 0) return '';
  return ` with the ${runbooks.length === 1 ? 'runbook' : 'runbooks'} ${runbooks.join(', ')}`;
}

const inBrackets = (doubt: Doubt | undefined): string => (doubt === undefined ? '' : ` (${describeDoubt(doubt)})`);
const about = (text: string | undefined): string => (text === undefined ? '' : `: ${text}`);
