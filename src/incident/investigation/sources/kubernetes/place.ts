import type { CauseKind } from '../../../model/investigation/cause-kind';
import type { StateFact } from '../../../model/investigation/fact';

/** Where the pods of a service are. */
export interface Place {
  /** The service, by name; null if the query names a namespace of its own. */
  readonly service: string | null;
  readonly namespace: string;
  /** Of labels; null for everything in the namespace. */
  readonly selector: string | null;
}

/** Objects of one kind. */
export interface Listed {
  readonly items: readonly unknown[];
  /** False if there are more than were read; then nothing is known to be fine. */
  readonly complete: boolean;
}

const MAX_TEXT = 200;

export function stateFact({ service }: Place, cause: CauseKind, holds: boolean, text: string): StateFact {
  return { kind: 'state', cause, holds, service, text: text.length <= MAX_TEXT ? text : `${[...text].slice(0, MAX_TEXT - 1).join('')}…` };
}

/** For evidence, so that lines of several services can be told apart. */
export function placeWords({ namespace, selector }: Place): string {
  return selector === null ? `namespace ${namespace}` : `namespace ${namespace} with ${selector}`;
}

/** A line that says that a list was cut. */
export function cutWords({ complete, items }: Listed, what: string): readonly string[] {
  return complete ? [] : [`only the first ${items.length} ${what} were read`];
}
