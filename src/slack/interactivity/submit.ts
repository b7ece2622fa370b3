import { within } from '../../http/within';
import { assertNever } from '../../incident/text/assert-never';
import { answer } from './answer';
import { declare } from './declare';
import type { Desk } from './desk';
import { DECLARE_FORM } from './modals/declare-form';
import { type FormName, fieldFor, formOf, readForm } from './modals/forms';
import { type FormMetadata, readMetadata } from './modals/metadata';
import { INCIDENT_FIELD } from './modals/quote-form';
import { choiceIn } from './modals/values';
import { outcomeText, said } from './outcome-words';
import { type Outcome, outcomeOf, perform, type Wanted } from './perform';
import { slashIn } from './readings';
import { idOfForm } from './request-id';
import { whyNot } from './rights';
import { notDone, type Submission, type Told } from './submission';
import { existsInForm } from './visibility';

/** Closes the form, or shows errors by field and keeps it open. */
export type CloseForm = (errors?: Readonly<Record<string, string>>) => Promise<void>;

/** How long a form stays open for its outcome. Slack waits three seconds. */
const OPEN_MS = 2_000;

/** Acts on a form. A refusal is shown in it; otherwise it closes, and the outcome is told as for a click. Never throws. */
export async function submit(desk: Desk, submission: Submission, close: CloseForm): Promise<void> {
  const metadata = readMetadata(submission.metadata);
  if (metadata === null) return close();
  const acting = act(desk, submission, metadata);
  const early = await within(OPEN_MS, acting);
  if (early?.inForm !== undefined) return close(early.inForm);
  await close();
  const { text } = early ?? (await acting);
  await answer(desk, metadata, submission.user.userId, said(text));
}

async function act(desk: Desk, submission: Submission, metadata: FormMetadata): Promise<Told> {
  const { callbackId } = submission;
  if (callbackId === DECLARE_FORM) return declare(desk, submission, metadata);
  const form = formOf(callbackId);
  return form === null ? { text: '❌ Not done: this form is out of date. Open it again.' } : give(desk, form, submission, metadata);
}

async function give(desk: Desk, form: FormName, { user, viewId, values }: Submission, metadata: FormMetadata): Promise<Told> {
  const read = readForm(form, values);
  if ('errors' in read) return { text: `❌ Not done: ${Object.values(read.errors).join(' ')}`, inForm: read.errors };
  const incidentId = metadata.incidentId ?? choiceIn(values, INCIDENT_FIELD);
  const person = await desk.people.find(user);
  const refused = whyNot(person.standing, read.name);
  if (refused !== null) return notDone(refused, fieldFor(form, undefined));
  const { quoted } = metadata;
  const payload = read.name === 'addNote' && quoted !== undefined ? { ...read.payload, quoted } : read.payload;
  const wanted = { name: read.name, incidentId, payload, requestId: idOfForm(viewId, values) } as Wanted;
  const room = metadata.incidentId === null ? null : metadata.channelId;
  const outcome = await existsInForm(desk, incidentId, room, user.userId).then(
    (exists): Outcome | Promise<Outcome> => (exists ? perform(desk, person, wanted) : { kind: 'missing' }),
    (error: unknown) => outcomeOf(desk, error),
  );
  const text = outcomeText(outcome, wanted, slashIn(desk, { incidentId, isInside: room !== null }));
  switch (outcome.kind) {
    case 'refused': {
      const { field, problem } = outcome.refusal;
      const told = notDone(text, fieldFor(form, field));
      return problem === undefined ? told : { text, inForm: { [fieldFor(form, field)]: problem } };
    }
    case 'closed':
    case 'missing':
    case 'unreachable':
    case 'unclear':
    case 'failed':
      return notDone(text, fieldFor(form, undefined));
    case 'applied':
    case 'kept':
    case 'repeated':
      return { text };
    default:
      return assertNever(outcome);
  }
}
