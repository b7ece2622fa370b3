import type { ConnectionLike } from '@temporalio/client';
import { IncidentError } from '../incident/text/errors';
import { SEARCH_ATTRIBUTES } from '../workflows/contract/search-attributes';

/** The API's IndexedValueType by the SDK's name for it. */
const INDEXED_VALUE_TYPES = { KEYWORD: 2, INT: 3, KEYWORD_LIST: 7 } as const;
const CLI_WORDS = { KEYWORD: 'Keyword', INT: 'Int', KEYWORD_LIST: 'KeywordList' } as const;
type AttributeType = keyof typeof CLI_WORDS;

interface Needed {
  readonly name: string;
  readonly type: AttributeType;
}
const NEEDED: readonly Needed[] = Object.values(SEARCH_ATTRIBUTES).map(({ name, type }) => ({ name, type: type as AttributeType }));

/** Name → type, as Temporal's command line names it. */
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

/** An attribute of another type rejects what the workflow writes, which also fails every workflow task. */
export class MistypedSearchAttributesError extends IncidentError {
  readonly code = 'mistyped_search_attributes';
  readonly retryable = false;
}

/** gRPC's code for a missing permission. */
const PERMISSION_DENIED = 7;

/**
 * Names of the search attributes that the namespace lacks.
 * @throws MistypedSearchAttributesError if an existing one has another type; MissingSearchAttributesError, with the commands
 * for an administrator, if reading them is not permitted.
 */
export async function missingSearchAttributes(connection: ConnectionLike, namespace: string): Promise<readonly string[]> {
  const types = await attributeTypes(connection, namespace);
  const mistyped = NEEDED.filter(({ name }) => Object.hasOwn(types, name) && types[name] !== INDEXED_TYPES[name]);
  if (mistyped.length > 0) throw hasOtherType(mistyped, types, namespace);
  return NEEDED.map(({ name }) => name).filter((name) => !Object.hasOwn(types, name));
}

async function attributeTypes(connection: ConnectionLike, namespace: string): Promise<Readonly<Record<string, number>>> {
  try {
    return (await connection.operatorService.listSearchAttributes({ namespace })).customAttributes ?? {};
  } catch (error) {
    if (Number((error as { code?: unknown }).code) === PERMISSION_DENIED) throw cannotLook(namespace, error as Error);
    throw error;
  }
}

/**
 * Adds the missing search attributes. Returns the names that were added.
 * @throws MissingSearchAttributesError, with the commands for an administrator, if adding is not permitted.
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
    // Two workers that start together both add them; the second finds them already there.
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
  const names = missing.map(({ name }) => name).join(', ');
  return new MissingSearchAttributesError(
    `namespace ${namespace} is missing search attributes (${names}), and adding them failed: ${cause.message}`,
    {
      hint: `Nothing was started. Ask a namespace administrator to run:\n${lines(missing.map((one) => createCommand(one, namespace)))}`,
    },
  );
}

function cannotLook(namespace: string, cause: Error): MissingSearchAttributesError {
  return new MissingSearchAttributesError(`couldn't read the search attributes of namespace ${namespace}: ${cause.message}`, {
    hint: `Nothing was started. Ask a namespace administrator for permission to read them, and to create any that are missing:\n${lines(
      NEEDED.map((one) => createCommand(one, namespace)),
    )}`,
  });
}

function hasOtherType(
  mistyped: readonly Needed[],
  types: Readonly<Record<string, number>>,
  namespace: string,
): MistypedSearchAttributesError {
  const wrong = mistyped.map(({ name, type }) => `${name} is ${typeWord(types[name])} instead of ${CLI_WORDS[type]}`).join(', ');
  const commands = mistyped.flatMap((one) => [
    `temporal operator search-attribute remove --namespace ${namespace} --name ${one.name}`,
    createCommand(one, namespace),
  ]);
  return new MistypedSearchAttributesError(`wrong search attribute types in namespace ${namespace}: ${wrong}`, {
    hint: `Nothing was started. A type cannot be changed. Ask a namespace administrator to remove the attribute, which loses its values, and create it again (Temporal Cloud cannot remove one: rename it there, then create it):\n${lines(commands)}`,
  });
}

/** The command-line name for a type number: 1 is `Text`, and so on. */
function typeWord(type: number | undefined): string {
  const words = ['unspecified', 'Text', 'Keyword', 'Int', 'Double', 'Bool', 'Datetime', 'KeywordList'];
  return words[type ?? 0] ?? `type ${type}`;
}

function createCommand({ name, type }: Needed, namespace: string): string {
  return `temporal operator search-attribute create --namespace ${namespace} --name ${name} --type ${CLI_WORDS[type]}`;
}

const lines = (commands: readonly string[]): string => commands.map((command) => `  ${command}`).join('\n');
