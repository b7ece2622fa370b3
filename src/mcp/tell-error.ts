import { CommandRefusedError, IncidentClosedError, NamespaceNotSetUpError, ServiceUnreachableError } from '../client/temporal/errors';
import { NotFiringError } from '../incident/declaration/create-incident';
import type { IncidentStatus } from '../incident/model/state';
import { IncidentError, InvalidInputError } from '../incident/text/errors';
import type { Refusal } from '../incident/text/refusal';
import { type Answer, refused } from './answer';
import { fenced, present } from './text/fence';

/** What a tool is told instead of an error: what was not done, why, and what would work. Nothing from outside stands outside a fence. */
export function tellError(error: unknown): Answer | null {
  if (error instanceof CommandRefusedError) return tellRefusal(error.refusal);
  if (error instanceof IncidentClosedError)
    return refused(
      'Refused: the incident is closed, so nothing was changed. It can be read with get_incident and get_report.',
      'For a follow-up: declare_incident with labels {"follows": its id}. To run a step of it again: recover_step with how "resume".',
    );
  if (error instanceof NotFiringError)
    return refused(
      'Refused: event is not an alert that fires, so nothing was declared.',
      'To declare all the same, say title instead of event.',
    );
  if (error instanceof InvalidInputError) return tellInvalid(error);
  if (error instanceof ServiceUnreachableError)
    return refused(
      `Temporal does not answer. ${error.mayBeDone ? 'It may have been done all the same; the same call again acts once.' : 'Nothing was changed.'}`,
      'A person has to start it, or to set TEMPORAL_ADDRESS where this server runs; `incident doctor` says what is wrong. Then call again.',
    );
  if (error instanceof NamespaceNotSetUpError)
    return refused(
      'Temporal is not set up for incidents, so nothing was changed.',
      'A person has to run `incident setup`. Then call again.',
    );
  if (!(error instanceof IncidentError)) return null;
  const { code, message, hint } = error;
  return refused(
    `Refused (${/^[a-z_]{1,40}$/.test(code) ? code : 'failed'}): it was not done. The data says why, and what a person can do.`,
    fenced([present({ reason: message, hint })]),
  );
}

const FIELD = /^[a-zA-Z]{1,30}$/;

function tellInvalid({ field, problem, allowed }: InvalidInputError): Answer {
  return refused(
    `Refused: ${FIELD.test(field) ? field : 'a field of event'} is not valid, so nothing was changed. Correct it and call again.`,
    fenced([present({ field, problem, allowed })]),
  );
}

const WHY: Readonly<Record<Refusal['code'], string>> = {
  invalid: 'an argument is not valid',
  unknown_person: 'Slack knows no such person, or several',
  already_done: 'it is so already',
  closed: 'the incident is over',
  not_possible: "the incident's state does not allow it",
};

/** A refusal of the incident itself. Its words may name people and quote titles. */
export function tellRefusal(refusal: Refusal, status?: IncidentStatus): Answer {
  const { code, message, field, problem, allowed } = refusal;
  const at = field !== undefined && FIELD.test(field) ? ` (${ARGUMENTS[field] ?? field})` : '';
  return refused(
    `Refused: ${WHY[code] ?? WHY.not_possible}${at}. Nothing was changed.${status === undefined ? '' : ` Its status is ${status}.`}`,
    wayOn(refusal, status),
    fenced([present({ reason: problem ?? message, allowed })]),
  );
}

/** What our arguments are called that commands call otherwise. */
const ARGUMENTS: Readonly<Record<string, string>> = { reason: 'text', note: 'text', title: 'text' };

function wayOn({ code, wayOn: way }: Refusal, status: IncidentStatus | undefined): string {
  if (code === 'unknown_person') return 'Give an email address, a Slack user id or an @group; the data lists who could be meant.';
  if (status === 'cancelled' || code === 'closed')
    return 'Only reading works now. For a follow-up: declare_incident with labels {"follows": its id}.';
  if (status === 'resolved' || way?.kind === 'reopen')
    return 'To take it up again: update_incident with action "reopen" and text; recover_step works too.';
  if (way?.kind === 'takeCommand') return 'To take over: update_incident with action "assign", user and role "commander".';
  if (way?.kind === 'addPeople') return 'To call someone: update_incident with action "add_people" and users.';
  if (way?.kind === 'handOver') return 'To give the role to someone else: update_incident with action "assign", user and role.';
  return 'get_incident shows what is possible now.';
}
