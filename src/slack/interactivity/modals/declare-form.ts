import type { types } from '@slack/bolt';
import type { StartRequest } from '../../../client/temporal/incident-start';
import { isSeverity } from '../../../incident/model/severity';
import { TITLE_CHARS } from '../../../incident/text/text-limits';
import { choiceField, modal, peopleField, textField, tickField } from './elements';
import { severityChoices } from './forms';
import { type FormMetadata, writeMetadata } from './metadata';
import { choiceIn, isTicked, peopleIn, type SubmittedValues, textIn } from './values';

export const DECLARE_FORM = 'incident.declare';
const MAX_TEXT = 3_000;
const MAX_PEOPLE = 50;

export function renderDeclareForm(metadata: FormMetadata, title = ''): types.ModalView {
  return modal({
    callbackId: DECLARE_FORM,
    title: 'Declare an incident',
    submit: 'Declare',
    metadata: writeMetadata(metadata),
    blocks: [
      textField({ name: 'title', label: 'What is broken?', maxLength: TITLE_CHARS, initial: title }),
      choiceField({ name: 'severity', label: 'Severity', choices: severityChoices, initial: 'high' }),
      textField({ name: 'description', label: 'What do you know?', isOptional: true, isMultiline: true, maxLength: MAX_TEXT }),
      peopleField({
        name: 'users',
        label: 'Who is needed?',
        hint: 'Leave it empty to page the people configured for this severity.',
        isOptional: true,
        most: MAX_PEOPLE,
      }),
      tickField({
        name: 'privacy',
        label: 'Privacy',
        isOptional: true,
        choice: { value: 'private', text: 'Private: only people who are invited can see it' },
      }),
    ],
  });
}

/** What was entered. Those who declare a private incident are invited too, because they could not join its room. */
export function readDeclareForm(
  values: SubmittedValues,
  userId: string,
  respondersOf: (severity: string) => readonly string[],
): Pick<StartRequest, 'title' | 'severity' | 'description' | 'users' | 'channelPrivacy'> {
  const severity = choiceIn(values, 'severity');
  const description = textIn(values, 'description');
  const chosen = peopleIn(values, 'users');
  const isPrivate = isTicked(values, 'privacy');
  const users = isPrivate ? [...new Set([...(chosen.length > 0 ? chosen : respondersOf(severity)), userId])] : chosen;
  return {
    title: textIn(values, 'title'),
    ...(isSeverity(severity) ? { severity } : {}),
    ...(description === '' ? {} : { description }),
    ...(users.length === 0 ? {} : { users }),
    ...(isPrivate ? { channelPrivacy: 'private' } : {}),
  };
}
