import type { CommandName } from '../../incident/model/commands';
import { assertNever } from '../../incident/text/assert-never';
import type { Refusal } from '../../incident/text/refusal';
import { section } from '../block-kit/blocks';
import { SEVERITY_EMOJI } from '../block-kit/headline';
import { escapeText, mention } from '../block-kit/text';
import { type Slash, typed, wordsOf } from '../block-kit/ways';
import type { Answer } from './answer';
import type { Outcome, Trouble, Wanted, WantedOf } from './perform';

/** What happened, to follow the incident's id, where it is the same whatever was asked for. */
const DONE: Readonly<Record<Exclude<CommandName, 'changeSeverity' | 'assign' | 'addResponders'>, string>> = {
  acknowledge: 'is yours: you acknowledged it',
  decline: "isn't yours: you said you can't take it",
  addNote: 'has your note',
  changeTitle: 'has a new title',
  escalate: 'is escalated: people are being paged',
  resolve: 'is resolved',
  reopen: 'is open again',
  cancel: 'is cancelled',
  investigateAgain: 'is being investigated again. Findings appear in the thread of its headline',
  retryStep: 'runs that step again',
  skipStep: 'goes on without that step',
  resumeFrom: 'runs that step again',
  proposeAction: 'has your proposal',
  askConfirmation: 'asks for a confirmation',
  approveAction: 'goes ahead with what you approved. The message that you answered says what becomes of it',
  rejectAction: "won't do what you rejected",
};

/** The outcome in a sentence or two: what happened, what did not, what to do. */
export function outcomeText(outcome: Outcome, wanted: Wanted, slash: Slash): string {
  const { incidentId } = wanted;
  const id = escapeText(incidentId);
  switch (outcome.kind) {
    case 'applied':
      return [`✅ ${id} ${doneText(wanted, outcome)}.`, ...notFound(outcome)].join('\n');
    case 'kept':
      return `⏳ Accepted for ${id}, but no worker has answered yet. It takes effect as soon as one does, if it still applies then: no need to repeat it.`;
    case 'repeated':
      return `ℹ️ You've already asked ${id} for this, so nothing was done twice.`;
    default:
      return troubleText(outcome, incidentId, slash);
  }
}

function doneText(wanted: Wanted, { sent: { notFound = [] } }: Applied): string {
  switch (wanted.name) {
    case 'changeSeverity':
      return `is now ${SEVERITY_EMOJI[wanted.payload.severity]} ${wanted.payload.severity}`;
    case 'assign':
      return assignedText(wanted.payload);
    case 'addResponders': {
      const missing = new Set(notFound.map(({ reference }) => reference));
      return `is paging ${wanted.payload.users
        .filter((user) => !missing.has(user))
        .map(personText)
        .join(', ')}`;
    }
    default:
      return DONE[wanted.name];
  }
}

function assignedText({ user, role }: WantedOf<'assign'>['payload']): string {
  return role === undefined ? `is assigned to ${personText(user)}` : `has ${personText(user)} as ${role}`;
}

/** Someone chosen or mentioned in Slack is mentioned; anyone else is named as written. Only the reader is notified. */
function personText(reference: string): string {
  const [, userId] = /^(?:<@)?([UW][A-Z0-9]{2,})>?$/.exec(reference) ?? [];
  return userId === undefined ? escapeText(reference, 100) : mention(userId);
}

/** Why nothing was done; if that was already done, it is not a failure. `incidentId` is null if none was named. */
export function troubleText(trouble: Trouble, incidentId: string | null, slash: Slash): string {
  switch (trouble.kind) {
    case 'missing':
      return noSuchIncident(incidentId);
    case 'refused':
      return refusedText(trouble.refusal, slash);
    case 'closed':
      return `❌ Not done: ${escapeText(trouble.message, 1_000)}. ${toDeclare(slash)}`;
    case 'unreachable':
      return `❌ Not done: ${escapeText(trouble.message, 500)}. ${trouble.mend === null ? REPEAT : escapeText(trouble.mend)}`;
    case 'unclear': {
      const where = incidentId === null ? 'at the list of open incidents' : "at the incident's timeline";
      return `⚠️ Perhaps not done: ${escapeText(trouble.message, 500)}. It may have been done anyway: look ${where} before you repeat it.`;
    }
    case 'failed':
      return "❌ Not done: something went wrong, and the gateway's log says what. Try again: a repeat is safe.";
    default:
      return assertNever(trouble);
  }
}

const REPEAT = 'Try again in a moment: a repeat is safe.';
const toDeclare = ({ command }: Slash): string => `If the problem is back, declare a new incident: ${typed({ command }, 'declare')}`;

/** A refusal's own hint names a command of the shell, and its message a field of that command; what helps in Slack is said instead. */
function refusedText({ code, message, problem, allowed, wayOn }: Refusal, slash: Slash): string {
  const why = escapeText(problem ?? message, 1_000);
  const next = wayOn === undefined ? '' : ` ${wordsOf(wayOn, slash)}`;
  switch (code) {
    case 'already_done':
      return `ℹ️ Nothing to do: ${why}.${next}`;
    case 'closed':
      return `❌ Not done: ${why}. ${toDeclare(slash)}`;
    case 'invalid':
      return `❌ Not done: ${why}${allowed === undefined ? '' : ` (allowed: ${escapeText(allowed, 1_000)})`}.`;
    case 'unknown_person':
      return `❌ Not done: ${why}. Mention the person with @, or give their email address.`;
    case 'not_possible':
      return `❌ Not done: ${why}.${next}`;
    default:
      return assertNever(code);
  }
}

/** The same for an incident that does not exist and for one that this person must not know of. */
export const noSuchIncident = (incidentId: string | null): string =>
  `❌ Not done: there is no incident ${incidentId === null ? 'of that id' : escapeText(incidentId, 80)} that you can see from here.`;

type Applied = Extract<Outcome, { kind: 'applied' }>;

function notFound({ sent }: Applied): readonly string[] {
  const { notFound: missing = [], unchecked } = sent;
  return [
    ...missing.map(({ reference, reason }) => `⚠️ ${escapeText(reference, 100)} was not found: ${escapeText(reason, 300)}`),
    ...(unchecked === undefined ? [] : [`⚠️ Couldn't check whether they exist: ${escapeText(unchecked, 300)}`]),
  ];
}

export const said = (text: string): Answer => ({ text, blocks: [section(text)] });
