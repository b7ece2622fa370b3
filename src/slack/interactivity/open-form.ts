import type { types } from '@slack/bolt';
import { within } from '../../http/within';
import { incidentIdPrefixOf } from '../../incident/model/incident-id';
import type { Desk } from './desk';
import { renderDeclareForm } from './modals/declare-form';
import { type FormName, renderForm } from './modals/forms';
import type { FormMetadata } from './modals/metadata';
import type { Person } from './person';
import type { Place } from './place';

/** A form must open within three seconds of the click, so what it would be good to know first is not waited for longer. */
const FIRST_MS = 1_000;

/** Who someone is, if Slack says so in time. Who submits the form is looked up again. */
export function personInTime({ people }: Desk, user: { readonly userId: string; readonly name: string }): Promise<Person | null> {
  return within(FIRST_MS, people.find(user));
}

/** Opens a form that gives a command to an incident. `text`: what was already typed. @throws ChatError */
export async function openForm(
  desk: Desk,
  form: FormName,
  { triggerId, place, incidentId, text }: { triggerId: string; place: Place; incidentId: string; text?: string },
): Promise<void> {
  await openView(desk, triggerId, renderForm(form, { incidentId, ...place }, text));
}

/**
 * Opens the form that declares an incident. It holds where the numbering of incidents stands, so that the form, sent twice,
 * declares one incident. @throws ChatError
 */
export async function openDeclareForm(desk: Desk, triggerId: string, place: Place, title = ''): Promise<void> {
  const at = new Date(desk.now());
  const count = await within(FIRST_MS, desk.incidents.countOf(incidentIdPrefixOf(desk.idPrefix, at)));
  const metadata: FormMetadata = { incidentId: null, ...place, from: { at: at.toISOString(), number: (count ?? 0) + 1 } };
  await openView(desk, triggerId, renderDeclareForm(metadata, title));
}

/** Once for each click: if the click was delivered twice, the form is open already. @throws ChatError */
export async function openView({ call }: Desk, trigger_id: string, view: types.ModalView): Promise<void> {
  try {
    await call('views.open', (client) => client.views.open({ trigger_id, view }), { urgency: 1 });
  } catch (error) {
    if ((error as { code?: string }).code !== 'slack_exchanged_trigger_id') throw error;
  }
}
