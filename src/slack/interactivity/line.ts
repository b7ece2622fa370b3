import { seenFromOutside } from '../../client/temporal/seen-from-outside';
import type { CommandName } from '../../incident/model/commands';
import { assertNever } from '../../incident/text/assert-never';
import { escapeText } from '../block-kit/text';
import type { Slash } from '../block-kit/ways';
import { unescaped } from '../transport/unescaped';
import { type Answer, answer } from './answer';
import type { Desk } from './desk';
import { helpAnswer } from './help';
import type { FormName } from './modals/forms';
import { openDeclareForm, openForm, personInTime } from './open-form';
import { noSuchIncident, outcomeText, said, troubleText } from './outcome-words';
import { outcomeOf, perform, type WantedOf } from './perform';
import type { Place } from './place';
import { readSlash, readVerb, type SlashRequest } from './read-slash';
import { answerReading, listAnswer, slashIn } from './readings';
import { idOfLine } from './request-id';
import { whyNot } from './rights';
import { incidentOfRoom } from './room-incident';

/** A slash command, as it was typed. */
export interface Line {
  readonly user: { readonly userId: string; readonly name: string };
  readonly place: Place;
  readonly text: string;
  readonly triggerId: string;
}

/** Acts on a slash command that has been acknowledged to Slack. Never throws. */
export async function line(desk: Desk, typed: Line): Promise<void> {
  const told = await obey(desk, typed).catch((error: unknown): Answer => said(troubleText(outcomeOf(desk, error), null, desk)));
  if (told !== null) await answer(desk, typed.place, typed.user.userId, told);
}

/** What to answer; null if a form was opened instead. @throws ServiceUnreachableError, ChatError */
async function obey(desk: Desk, typed: Line): Promise<Answer | null> {
  const { place, text } = typed;
  const verb = readVerb(text);
  if (typeof verb !== 'string') return unreadable(desk, verb.problem);
  if (verb === 'help') return helpAnswer(desk.command);
  if (verb === 'list') return (await refused(desk, typed, 'list')) ?? listAnswer(desk);
  const roomOf = verb === 'declare' || place.channelId === null ? null : await incidentOfRoom(desk, place.channelId);
  const request = readSlash(text, roomOf !== null);
  if ('problem' in request) return unreadable(desk, request.problem);
  if (request.verb === 'declare') return declare(desk, typed, request.text);
  const incidentId = request.incidentId ?? roomOf;
  if (incidentId === null) return unreadable(desk, 'Which incident? Outside its room, its id follows the command.');
  const isInside = incidentId === roomOf;
  if (!isInside && (await seenFromOutside(desk.incidents, incidentId)) === null)
    return said(`${noSuchIncident(incidentId)} ${idHint(desk, roomOf)}`);
  return obeyAbout(desk, typed, request, { incidentId, isInside });
}

async function declare(desk: Desk, typed: Line, title: string): Promise<Answer | null> {
  const early = await refusedEarly(desk, typed, 'declare');
  if (early === null) await openDeclareForm(desk, typed.triggerId, typed.place, title);
  return early;
}

async function obeyAbout(
  desk: Desk,
  typed: Line,
  request: SlashRequest,
  { incidentId, isInside }: { readonly incidentId: string; readonly isInside: boolean },
): Promise<Answer | null> {
  const { verb } = request;
  if (verb === 'status' || verb === 'who' || verb === 'timeline')
    return (await refused(desk, typed, verb)) ?? answerReading(desk, verb, incidentId, { userId: typed.user.userId, isInside });
  const wanted = wantedBy(request);
  if (wanted === null) return null;
  if (!('form' in wanted)) return give(desk, typed, { ...wanted, incidentId }, slashIn(desk, { incidentId, isInside }));
  const early = await refusedEarly(desk, typed, wanted.name);
  if (early === null) await openForm(desk, wanted.form, { ...typed, incidentId });
  return early;
}

type Given = { [Name in CommandName]: Pick<WantedOf<Name>, 'name' | 'payload'> }[CommandName];
type Asked = { readonly name: CommandName; readonly form: FormName };

/** The command that a line gives, or the form that asks for what it lacks; null for a line that changes nothing. */
function wantedBy(request: SlashRequest): Given | Asked | null {
  switch (request.verb) {
    case 'ack':
      return { name: 'acknowledge', payload: {} };
    case 'escalate':
      return { name: 'escalate', payload: {} };
    case 'investigate':
      return { name: 'investigateAgain', payload: {} };
    case 'resolve':
      return { name: 'resolve', payload: request.text === '' ? {} : { note: request.text } };
    case 'note':
      return request.text === '' ? { name: 'addNote', form: 'note' } : { name: 'addNote', payload: { text: request.text } };
    case 'reopen':
      return request.text === '' ? { name: 'reopen', form: 'reopen' } : { name: 'reopen', payload: { reason: request.text } };
    case 'cancel':
      return request.text === '' ? { name: 'cancel', form: 'cancel' } : { name: 'cancel', payload: { reason: request.text } };
    case 'severity':
      return request.severity === null
        ? { name: 'changeSeverity', form: 'severity' }
        : { name: 'changeSeverity', payload: { severity: request.severity } };
    case 'assign': {
      const { user, role } = request;
      return user === '' ? { name: 'assign', form: 'roles' } : { name: 'assign', payload: role === null ? { user } : { user, role } };
    }
    case 'add':
      return request.users.length === 0
        ? { name: 'addResponders', form: 'people' }
        : { name: 'addResponders', payload: { users: request.users } };
    case 'status':
    case 'who':
    case 'timeline':
    case 'list':
    case 'help':
    case 'declare':
      return null;
    default:
      return assertNever(request);
  }
}

async function give(desk: Desk, typed: Line, wanted: Given & { readonly incidentId: string }, slash: Slash): Promise<Answer> {
  const person = await desk.people.find(typed.user);
  const why = whyNot(person.standing, wanted.name);
  if (why !== null) return said(why);
  const whole = { ...wanted, requestId: idOfLine(typed.triggerId) };
  return said(outcomeText(await perform(desk, person, whole), whole, slash));
}

async function refused(desk: Desk, { user }: Line, what: Parameters<typeof whyNot>[1]): Promise<Answer | null> {
  const why = whyNot((await desk.people.find(user)).standing, what);
  return why === null ? null : said(why);
}

/** The same before a form is opened, which cannot wait. */
async function refusedEarly(desk: Desk, { user }: Line, what: Parameters<typeof whyNot>[1]): Promise<Answer | null> {
  const person = await personInTime(desk, user);
  const why = person === null ? null : whyNot(person.standing, what);
  return why === null ? null : said(why);
}

const idHint = ({ command }: Desk, roomOf: string | null): string =>
  `${roomOf === null ? '' : 'In this room, you need no id. '}For the open ones: \`${command} list\``;

/** The problem repeats words of the line, which Slack may have escaped already. */
const unreadable = ({ command }: Desk, problem: string): Answer =>
  said(`❌ Not done. ${escapeText(unescaped(problem), 1_000)} For help: \`${command} help\``);
