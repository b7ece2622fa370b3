import type { ConnectionLike } from '@temporalio/client';
import { IncidentError } from '../incident/errors';
import { SEARCH_ATTRIBUTES } from '../workflows/messages';

/** IndexedValueType of the API by the SDK's name of it. */
const INDEXED_VALUE_TYPES = { KEYWORD: 2, INT: 3, KEYWORD_LIST: 7 } as const;
const CLI_WORDS = { KEYWORD: 'Keyword', INT: 'Int', KEYWORD_LIST: 'KeywordList' } as const;
type AttributeType = keyof typeof CLI_WORDS;

interface Needed {
  readonly name: string;
  readonly type: AttributeType;
}
const NEEDED: readonly Needed[] = Object.values(SEARCH_ATTRIBUTES).map(({ name, type }) => ({ name, type: type as AttributeType }));

/** Name → type, in the words of Temporal's command line. */
export const NEEDED_SEARCH_ATTRIBUTES: Readonly<Record<string, string>> = Object.fromEntries(
  NEEDED.map(({ name, type }) => [name, CLI_WORDS[type]]),
);

/** Name → type, as the API numbers it. */
export const INDEXED_TYPES: Readonly<Record<string, number>> = Object.fromEntries(
  NEEDED.map(({ name, type }) => [name, INDEXED_VALUE_TYPES[type]]),
);

/** An unknown search attribute would fail every workflow task, so nothing may start without them. */
export class MissingSearchAttributesError extends IncidentError {
  readonly code = 'missing_search_attributes';
  readonly retryable = false;
}

/** Names of the search attributes that the namespace lacks. */
export async function missingSearchAttributes(connection: ConnectionLike, namespace: string): Promise<readonly string[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  return NEEDED.map(({ name }) => name).filter((name) => !Object.hasOwn(customAttributes ?? {}, name));
}

/**
 * Adds the search attributes that the namespace lacks. Returns the names that were added.
 * @throws MissingSearchAttributesError with the commands for an administrator when it may not.
 */
export async function ensureSearchAttributes(connection: ConnectionLike, namespace: string): Promise<readonly string[]> {
  const names = await missingSearchAttributes(connection, namespace);
  const missing = NEEDED.filter(({ name }) => names.includes(name));
  if (missing.length === 0) return [];
  try {
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map(({ name }) => [name, INDEXED_TYPES[name] ?? 0])),
    });
  } catch (error) {
    // Two workers that start at once both add them; whoever is second finds them there.
    const still = await missingSearchAttributes(connection, namespace);
    if (still.length > 0)
      throw cannotAdd(
        missing.filter(({ name }) => still.includes(name)),
        namespace,
        error as Error,
      );
  }
  return missing.map(({ name }) => name);
}

function cannotAdd(missing: readonly Needed[], namespace: string, cause: Error): MissingSearchAttributesError {
  const commands = missing.map(
    ({ name, type }) => `  temporal operator search-attribute create --namespace ${namespace} --name ${name} --type ${CLI_WORDS[type]}`,
  );
  const names = missing.map(({ name }) => name).join(', ');
  return new MissingSearchAttributesError(`namespace ${namespace} has no search attribute ${names}, and adding failed: ${cause.message}`, {
    hint: `Nothing was started. Ask whoever administers the namespace to run:\n${commands.join('\n')}`,
  });
}
