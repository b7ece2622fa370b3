import { isPublic } from '../../client/temporal/seen-from-outside';
import type { CommandName } from '../../incident/model/commands';
import { type Button, type ButtonValue, readButtonValue } from '../block-kit/buttons';
import type { Slash } from '../block-kit/ways';
import { answer } from './answer';
import type { Desk } from './desk';
import type { FormName } from './modals/forms';
import { openForm, personInTime } from './open-form';
import { noSuchIncident, outcomeText, said, troubleText } from './outcome-words';
import { type Outcome, outcomeOf, perform, type Wanted, type WantedOf } from './perform';
import type { Person } from './person';
import { isDirect, type Place } from './place';
import { slashIn } from './readings';
import { idOfClick } from './request-id';
import { whyNot } from './rights';
import { isMember } from './visibility';

/** A click on a button, or on an entry of a menu, of one of our messages. */
export interface Press {
  readonly user: { readonly userId: string; readonly name: string };
  readonly place: Place;
  readonly messageTs: string;
  /** Only the person who clicked sees the message. */
  readonly isEphemeral: boolean;
  readonly actionId: string;
  readonly value: string;
  readonly triggerId: string;
}

/** What a button does: it gives a command at once, or opens the form that gives it. */
type Deed =
  | { readonly name: CommandName; readonly form: FormName }
  | {
      [Name in CommandName]: { readonly name: Name; readonly payload: (person: Person, value: ButtonValue) => WantedOf<Name>['payload'] };
    }[CommandName];

/** What the buttons of a proposal name, whatever they do. */
const proposalIn = ({ proposal }: ButtonValue) => ({ proposalId: proposal?.id ?? '', digest: proposal?.digest ?? '' });

const DEEDS: Readonly<Record<Button, Deed>> = {
  acknowledge: { name: 'acknowledge', payload: () => ({}) },
  decline: { name: 'decline', payload: () => ({}) },
  escalate: { name: 'escalate', payload: () => ({}) },
  investigateAgain: { name: 'investigateAgain', payload: () => ({}) },
  takeCommand: { name: 'assign', payload: ({ userId }) => ({ user: userId, role: 'commander' }) },
  addCandidate: { name: 'addResponders', payload: (_, { userId = '' }) => ({ users: [userId] }) },
  resolve: { name: 'resolve', form: 'resolve' },
  reopen: { name: 'reopen', form: 'reopen' },
  changeSeverity: { name: 'changeSeverity', form: 'severity' },
  addPeople: { name: 'addResponders', form: 'people' },
  approve: { name: 'approveAction', payload: (_, value) => proposalIn(value) },
  confirm: { name: 'approveAction', payload: (_, value) => proposalIn(value) },
  reject: { name: 'rejectAction', payload: (_, value) => ({ proposalId: proposalIn(value).proposalId }) },
};

/** Acts on a click that has been acknowledged to Slack. Never throws. */
export async function press(desk: Desk, click: Press): Promise<void> {
  const value = readButtonValue(click.value);
  if (value === null) return;
  const deed = DEEDS[value.button];
  const about = { name: deed.name, incidentId: value.incidentId };
  const slash = slashOf(desk, click, value);
  const told = await ('form' in deed ? openFor(desk, click, { ...about, form: deed.form }) : act(desk, click, value, deed)).catch(
    (error: unknown) => troubleText(outcomeOf(desk, error), about.incidentId, slash),
  );
  if (told === null) return;
  const { text, isSettled } = typeof told === 'string' ? { text: told, isSettled: false } : told;
  await answer(desk, click.place, click.user.userId, said(text), { replaces: isSettled && click.isEphemeral });
}

/** Null once the form is open. */
async function openFor(
  desk: Desk,
  click: Press,
  { name, form, incidentId }: { name: CommandName; form: FormName; incidentId: string },
): Promise<string | null> {
  const person = await personInTime(desk, click.user);
  const refused = person === null ? null : whyNot(person.standing, name);
  if (refused === null) await openForm(desk, form, { ...click, incidentId });
  return refused;
}

/** Whether another click on the same buttons would do nothing more. */
const IS_SETTLED: Readonly<Record<Outcome['kind'], boolean>> = {
  applied: true,
  kept: true,
  repeated: true,
  refused: true,
  closed: true,
  missing: true,
  unclear: false,
  unreachable: false,
  failed: false,
};

/** `isSettled`: see `IS_SETTLED`. */
async function act(
  desk: Desk,
  click: Press,
  value: ButtonValue,
  { name, payload }: Exclude<Deed, { form: FormName }>,
): Promise<string | { readonly text: string; readonly isSettled: boolean }> {
  const { incidentId } = value;
  const person = await desk.people.find(click.user);
  const refused = whyNot(person.standing, name);
  if (refused !== null) return refused;
  if (isDirect(click.place) && !(await mayAct(desk, person, incidentId))) return noSuchIncident(incidentId);
  const { messageTs, actionId, value: sent } = click;
  const requestId = idOfClick({ messageTs, actionId, value: sent, userId: person.userId });
  const wanted = { name, incidentId, payload: payload(person, value), requestId } as Wanted;
  const outcome = value.button === 'approve' ? await approve(desk, person, value, wanted) : await perform(desk, person, wanted);
  return {
    text: outcomeText(outcome, wanted, slashOf(desk, click, value)),
    isSettled: IS_SETTLED[outcome.kind],
  };
}

/** Only the gateway's signature makes an approval of an action count. Never throws. */
async function approve(desk: Desk, person: Person, value: ButtonValue, { requestId }: Wanted): Promise<Outcome> {
  if (desk.approve === null) return { kind: 'unreachable', message: NO_KEY, mend: NO_KEY_REMEDY };
  const { proposalId, digest } = proposalIn(value);
  try {
    const became = await desk.approve(person, { incidentId: value.incidentId, proposalId, digest, requestId });
    return became === 'kept' ? { kind: 'kept' } : { kind: 'applied', sent: { applied: true, repeated: false, status: null, requestId } };
  } catch (error) {
    return outcomeOf(desk, error);
  }
}

const NO_KEY = 'the gateway has no key to sign approvals with';
const NO_KEY_REMEDY = 'Set INCIDENT_APPROVAL_KEY_FILE for the gateway and for the workers that run probes.';

/** Messages that everyone sees, and that have buttons, are in the incident's room. */
function slashOf(desk: Desk, { place, isEphemeral }: Press, { incidentId }: ButtonValue): Slash {
  return slashIn(desk, { incidentId, isInside: !isEphemeral && !isDirect(place) });
}

/**
 * A direct message outlives an invitation, so of a private incident only those act who are still in its room. If no worker can
 * say which room that is, the message itself proves that its reader was called, and the answer tells nothing.
 * @throws ServiceUnreachableError, ChatError
 */
async function mayAct(desk: Desk, { userId }: Person, incidentId: string): Promise<boolean> {
  const reading = await desk.incidents.read(incidentId);
  if (reading.state === null || isPublic(reading)) return true;
  const { warRoom } = reading.state;
  return warRoom !== null && (await isMember(desk, warRoom.channelId, userId));
}
