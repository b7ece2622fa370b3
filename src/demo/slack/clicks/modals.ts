import { assertNever } from '../../../incident/text/assert-never';
import type { ModalView } from '../recorder/views';
import type { Person } from '../recorder/workspace';
import { textIn } from '../slack-json';
import type { ClickParts } from './clicks';
import type { Reply } from './gateway-door';
import { jsonObject } from './outcome';
import { viewClosed, viewSubmission } from './payloads';
import { type Entered, missingInputs, stateOf } from './state';

/** What the modal shows after it was submitted. */
export interface Submitted {
  /** By block. */
  readonly errors: Readonly<Record<string, string>>;
  /** Not about one block; null if there is nothing to say. */
  readonly failure: string | null;
}

const TROUBLE = 'We had some trouble connecting. Try again?';
export const NOTHING_WRONG: Submitted = { errors: {}, failure: null };

export async function submitModal(parts: ClickParts, person: Person, entered: Entered): Promise<Submitted> {
  const { recorder, workspace, door } = parts;
  const view = recorder.views.top(person.id);
  if (view === null) return { errors: {}, failure: 'This dialog is closed.' };
  const values = stateOf(view.blocks, entered);
  const missing = missingInputs(view.blocks, values);
  if (Object.keys(missing).length > 0) return { errors: missing, failure: null };
  const triggerId = recorder.triggers.mint({ userId: person.id, viewId: view.id });
  const submitted = readAnswer(parts, person, view, await door.interaction(viewSubmission(workspace, person, { view, values, triggerId })));
  recorder.changes.announce({ channel: null });
  return submitted;
}

const ACTIONS = ['errors', 'update', 'push', 'clear'] as const;
type ResponseAction = (typeof ACTIONS)[number];

function readAnswer({ recorder }: ClickParts, person: Person, view: ModalView, { status, body }: Reply): Submitted {
  if (status !== 200) return { errors: {}, failure: TROUBLE };
  const answer = jsonObject(body) ?? {};
  const action = ACTIONS.find((one) => one === answer.response_action) ?? null;
  if (action === null && body.trim() !== '' && Object.keys(answer).length > 0) return { errors: {}, failure: TROUBLE };
  const next = answer.view as Readonly<Record<string, unknown>> | undefined;
  const call = { method: `views.${action}`, token: '', args: { view: next } };
  if (next !== undefined && (recorder.options.check?.(call) ?? null) !== null) return { errors: {}, failure: TROUBLE };
  return apply(recorder.views, person, view, action, answer);
}

function apply(
  views: ClickParts['recorder']['views'],
  { id: userId }: Person,
  view: ModalView,
  action: ResponseAction | null,
  answer: Readonly<Record<string, unknown>>,
): Submitted {
  const next = answer.view as Readonly<Record<string, unknown>>;
  switch (action) {
    case null:
      views.close(userId);
      return NOTHING_WRONG;
    case 'clear':
      views.close(userId, true);
      return NOTHING_WRONG;
    case 'update':
      views.update({ viewId: view.id, externalId: '', hash: '' }, next);
      return NOTHING_WRONG;
    case 'push':
      return typeof views.push({ userId }, next) === 'string' ? { errors: {}, failure: TROUBLE } : NOTHING_WRONG;
    case 'errors': {
      const errors = answer.errors as Readonly<Record<string, unknown>>;
      return { errors: Object.fromEntries(Object.keys(errors).map((name) => [name, textIn(errors, name)])), failure: null };
    }
    default:
      return assertNever(action);
  }
}

/** Closes the top modal, or those below it too if it asks for that. The app is told where it asked to be. */
export async function closeModal({ recorder, workspace, door }: ClickParts, person: Person): Promise<void> {
  const isCleared = recorder.views.top(person.id)?.clear_on_close === true;
  const closed = recorder.views.close(person.id, isCleared);
  recorder.changes.announce({ channel: null });
  for (const view of closed.filter(({ notify_on_close }) => notify_on_close)) {
    await door.interaction(viewClosed(workspace, person, view, isCleared));
  }
}
