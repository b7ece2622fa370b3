import type { types } from '@slack/bolt';
import { shortened } from '../../../incident/text/graphemes';
import { choiceField, modal } from './elements';
import { FORMS, formId } from './forms';
import { type FormMetadata, writeMetadata } from './metadata';

/** The field in which the incident is chosen, where the channel does not tell. */
export const INCIDENT_FIELD = 'incident';
/** Slack's limits for a menu and for one of its entries. */
const MAX_CHOICES = 100;
const MAX_CHOICE = 75;

/** The form that adds a message from anywhere to the timeline of an incident: null if there is none to choose. */
export function renderQuoteForm(
  metadata: FormMetadata,
  text: string,
  incidents: readonly { readonly incidentId: string; readonly title: string }[],
): types.ModalView | null {
  if (incidents.length === 0) return null;
  const { title, submit, blocks } = FORMS.note;
  const choices = incidents
    .slice(0, MAX_CHOICES)
    .map(({ incidentId, title }) => ({ value: incidentId, text: shortened(`${incidentId} ${title}`, MAX_CHOICE) }));
  return modal({
    callbackId: formId('note'),
    title,
    submit,
    metadata: writeMetadata(metadata),
    blocks: [choiceField({ name: INCIDENT_FIELD, label: 'Incident', choices }), ...blocks(text)],
  });
}
