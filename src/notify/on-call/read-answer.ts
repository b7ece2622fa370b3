import { cleanLine } from '../../incident/text/clean-text';
import { isFields, own } from '../../incident/text/read-fields';
import { NotifyError } from '../notify-error';

/** For a whole question, including its answer's body. */
export const ON_CALL_LIMIT_MS = 5_000;
const MAX_USERS = 50;
const MAX_CHARS = 320;

/** @throws NotifyError if the text is not JSON, or has no such list. */
export function listIn(text: string, path: readonly string[], service: string): readonly unknown[] {
  let at: unknown;
  try {
    at = JSON.parse(text);
  } catch {
    throw unreadable(service, 'the answer is not JSON');
  }
  for (const name of path) at = isFields(at) ? own(at, name) : undefined;
  if (!Array.isArray(at)) throw unreadable(service, `the answer has no list ${path.join('.')}`);
  return at;
}

export function unreadable(service: string, why: string): NotifyError {
  const remedy = 'Check the url and the settings of this schedule in the configuration.';
  return new NotifyError({ code: 'notify_unreadable', message: `${service}: ${why}`, retryable: true, remedy });
}

/** Clean, each once, at most 50. */
export function peopleOf(given: readonly unknown[]): readonly string[] {
  const people = given.flatMap((one) => (typeof one === 'string' ? cleanLine(one, MAX_CHARS) : []));
  return [...new Set(people.filter((one) => one !== ''))].slice(0, MAX_USERS);
}
