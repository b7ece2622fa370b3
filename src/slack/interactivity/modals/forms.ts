import type { types } from '@slack/bolt';
import type { CommandName } from '../../../incident/model/commands';
import { isRole, ROLES } from '../../../incident/model/responders';
import { isSeverity, SEVERITIES } from '../../../incident/model/severity';
import { SEVERITY_EMOJI } from '../../block-kit/headline';
import type { WantedOf } from '../perform';
import { choiceField, modal, peopleField, personField, textField } from './elements';
import { type FormMetadata, writeMetadata } from './metadata';
import { choiceIn, peopleIn, personIn, type SubmittedValues, textIn } from './values';

/** What a form gives: a command's name and payload; or what is wrong, by field. */
type Read =
  | { [Name in CommandName]: Pick<WantedOf<Name>, 'name' | 'payload'> }[CommandName]
  | { readonly errors: Readonly<Record<string, string>> };

interface Form {
  /** At most 24 characters, with the incident's id elsewhere. */
  readonly title: string;
  readonly submit: string;
  /** In place of `Cancel`. */
  readonly close?: string;
  /** `text`: what was already typed. */
  readonly blocks: (text: string) => readonly types.InputBlock[];
  readonly read: (values: SubmittedValues) => Read;
}

/** Commands take 3,000 characters, which is also the most that Slack's fields take. */
const MAX_TEXT = 3_000;
const MAX_PEOPLE = 50;

export const severityChoices = SEVERITIES.map((value) => ({ value, text: `${SEVERITY_EMOJI[value]} ${value}` }));

/** The forms that give a command to an incident. Each field is named after the command's own. */
export const FORMS = {
  resolve: {
    title: 'Resolve incident',
    submit: 'Resolve',
    blocks: (text) => [
      textField({ name: 'note', label: 'What fixed it?', isOptional: true, isMultiline: true, maxLength: MAX_TEXT, initial: text }),
    ],
    read: (values) => {
      const note = textIn(values, 'note');
      return { name: 'resolve', payload: note === '' ? {} : { note } };
    },
  },
  note: {
    title: 'Add to timeline',
    submit: 'Add',
    blocks: (text) => [textField({ name: 'text', label: 'Note', isMultiline: true, maxLength: MAX_TEXT, initial: text })],
    read: (values) => ({ name: 'addNote', payload: { text: textIn(values, 'text') } }),
  },
  severity: {
    title: 'Change severity',
    submit: 'Change',
    blocks: () => [choiceField({ name: 'severity', label: 'New severity', choices: severityChoices })],
    read: (values) => {
      const severity = choiceIn(values, 'severity');
      return isSeverity(severity) ? { name: 'changeSeverity', payload: { severity } } : { errors: { severity: 'Choose a severity.' } };
    },
  },
  roles: {
    title: 'Assign someone',
    submit: 'Assign',
    blocks: () => [
      personField({ name: 'user', label: 'Who?' }),
      choiceField({
        name: 'role',
        label: 'As',
        choices: [{ value: 'none', text: 'responder' }, ...ROLES.map((value) => ({ value, text: value }))],
        initial: ROLES[0],
      }),
    ],
    read: (values) => {
      const [user, role] = [personIn(values, 'user'), choiceIn(values, 'role')];
      if (user === '') return { errors: { user: 'Choose a person.' } };
      return { name: 'assign', payload: isRole(role) ? { user, role } : { user } };
    },
  },
  people: {
    title: 'Add people',
    submit: 'Page them',
    blocks: () => [
      peopleField({ name: 'users', label: 'Who is needed?', hint: 'They are paged and invited to the room.', most: MAX_PEOPLE }),
    ],
    read: (values) => ({ name: 'addResponders', payload: { users: peopleIn(values, 'users') } }),
  },
  reopen: {
    title: 'Reopen incident',
    submit: 'Reopen',
    blocks: (text) => [textField({ name: 'reason', label: 'Why?', isMultiline: true, maxLength: MAX_TEXT, initial: text })],
    read: (values) => ({ name: 'reopen', payload: { reason: textIn(values, 'reason') } }),
  },
  cancel: {
    title: 'Cancel incident',
    submit: 'Cancel incident',
    close: 'Keep it open',
    blocks: (text) => [
      textField({
        name: 'reason',
        label: 'Why is it a false alarm?',
        hint: 'A cancelled incident cannot be reopened.',
        isMultiline: true,
        maxLength: MAX_TEXT,
        initial: text,
      }),
    ],
    read: (values) => ({ name: 'cancel', payload: { reason: textIn(values, 'reason') } }),
  },
} satisfies Record<string, Form>;
export type FormName = keyof typeof FORMS;

const PREFIX = 'incident.form.';
export const formId = (name: FormName): string => `${PREFIX}${name}`;

/** Null if it is not one of these forms. */
export function formOf(callbackId: string): FormName | null {
  const name = callbackId.startsWith(PREFIX) ? callbackId.slice(PREFIX.length) : '';
  return Object.hasOwn(FORMS, name) ? (name as FormName) : null;
}

export function renderForm(name: FormName, metadata: FormMetadata, text = ''): types.ModalView {
  const { title, submit, close, blocks }: Form = FORMS[name];
  const buttons = close === undefined ? { submit } : { submit, close };
  return modal({ callbackId: formId(name), title, ...buttons, metadata: writeMetadata(metadata), blocks: blocks(text) });
}

export function readForm(name: FormName, values: SubmittedValues): Read {
  return (FORMS[name] as Form).read(values);
}

/** The field under which a refusal of the command is shown: its own, if the form has it, else the first. */
export function fieldFor(name: FormName, field: string | undefined): string {
  const fields = (FORMS[name] as Form).blocks('').map(({ block_id: id = '' }) => id);
  return fields.find((one) => one === field) ?? fields[0] ?? '';
}
