import { callNamedBy } from '../escalation/call-relevance';
import { pagerNamedBy } from '../escalation/pages';
import { messagedIn } from '../people/direct-messages';
import { invitedIn } from '../people/refused-invitations';

/** What a node of the response, or work that follows from a command, was meant to do. */
const DEEDS: Readonly<Record<string, string>> = {
  parseIncidentEvent: 'read the event',
  setUpSlack: 'connect to Slack',
  resolveSlackUsers: 'find the people',
  createChannel: 'create the channel',
  announceIncident: 'post the headline',
  furnishRoom: 'set up the topic, pin and bookmarks',
  describeChannel: 'set the topic',
  pinHeadline: 'pin the headline',
  addBookmarks: 'add the bookmarks',
  inviteResponders: 'invite the people',
  callForPeople: 'page the people',
  callPeople: 'page people',
  selectProbes: 'select the probes',
  runProbes: 'run the probes',
  assessFindings: 'assess the findings',
  postProgress: 'show the progress',
  followProbes: 'update the progress',
  postFindings: 'post the findings',
  postVerdict: 'post the result of the investigation',
  sweepCopies: 'remove duplicate messages',
  scoreResponse: 'compute the score',
  postSummary: 'post the summary',
  writeReport: 'write the report',
  editHeadline: 'update the headline',
  say: 'post to the war room',
  remind: 'ask for an update',
  readAlert: 'read another alert',
  applyCommand: 'apply a command',
  checkPeople: 'look up people',
  checkActor: 'look up the person who sent a command',
  sweep: 'remove duplicate messages',
  keepCard: 'show the card in the broadcast channel',
  card: 'show the card in the broadcast channel',
  proposal: 'show a proposal',
  showProposal: 'show a proposal',
  vouch: 'ask the worker that may run actions',
  askActionWorker: 'ask the worker that may run actions',
  removeAction: 'remove the container of an action',
  closeAnswers: 'remove buttons that no longer apply',
  archiveChannel: 'archive the channel',
  unarchiveChannel: 'unarchive the channel',
  'latest report': 'write the latest report',
};

/** What was to be done, as human-readable text: `update the headline`; null if `what` does not name a piece of work. */
function workOf(what: string): string | null {
  if (Object.hasOwn(DEEDS, what)) return DEEDS[what] ?? null;
  const [call, invited, messaged, pager] = [callNamedBy(what), invitedIn(what), messagedIn(what), pagerNamedBy(what)];
  if (call !== null) return `page ${call}`;
  if (invited !== null) return `invite ${invited}`;
  if (messaged !== null) return `send ${messaged} a direct message`;
  if (pager !== null) return `${pager.isEnding ? 'end the pages' : 'page people'} through ${pager.pager}`;
  // A node or activity that has no wording of its own: `countRunbooks` becomes "count runbooks".
  return /^[a-z]+(?:[A-Z][a-z]+)+$/.test(what) ? what.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) : null;
}

/** What was to be done, as human-readable text. A name that has no wording is returned unchanged. */
export const deedOf = (what: string): string => workOf(what) ?? what;

/** What failed, as human-readable text: `couldn't update the headline`. */
export function troubleTitle(what: string): string {
  const work = workOf(what);
  return work === null ? `${what} failed` : `couldn't ${work}`;
}

/** The same, with the reason: `couldn't update the headline: Slack chat.update at https://slack.com: HTTP 503`. */
export function describeTrouble(what: string, message: string): string {
  const title = troubleTitle(what);
  // Some messages, which older code left, already begin with it.
  return message.startsWith(`${title}: `) ? message : `${title}: ${message}`;
}

/** What is wrong and how to fix it: `scope x is missing → Add it`. */
export const withRemedy = (problem: string, mend: string | null): string => (mend ? `${problem} → ${mend}` : problem);
