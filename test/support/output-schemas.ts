import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { CHANGING_VERBS } from '../../src/client/cli/verbs/changing-verbs';

const FOLDER = join(__dirname, '..', '..', 'docs', 'schemas', 'outputs');
const ENDING = '.schema.json';

/** The names of all outputs that have a schema. */
export const OUTPUT_NAMES: readonly string[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith(ENDING))
  .map((file) => file.slice(0, -ENDING.length))
  .sort();

const validators = new Map<string, ValidateFunction>();

/** What is wrong with a document by the schema of this name; a key that the schema does not name is wrong too. */
export function outputProblems(name: string, document: unknown): readonly string[] {
  const validate =
    validators.get(name) ?? new Ajv({ allErrors: true, strictTypes: false, allowUnionTypes: true }).compile(strictSchema(name));
  validators.set(name, validate);
  if (validate(document)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => `${name}${instancePath} ${message} ${JSON.stringify(params)}`);
}

function strictSchema(name: string): object {
  return closed(JSON.parse(readFileSync(join(FOLDER, `${name}${ENDING}`), 'utf8'))) as object;
}

/** The schema, with no object taking keys that it does not name. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in parts && !('additionalProperties' in parts) ? { ...parts, additionalProperties: false } : parts;
}

/** Outputs seen by `expectOutput` in this process. */
export const seenOutputs = new Set<string>();

/** Fails unless what a command printed with `--json` is as its schema says. Does nothing without that flag, or if nothing was printed. */
export function expectOutput(command: 'start-incident' | 'incident', args: readonly string[], stdout: string): void {
  if (!args.includes('--json') || stdout === '') return;
  const name = command === 'start-incident' ? startName(args) : verbName(args);
  for (const document of name === 'watch' ? stdout.trimEnd().split('\n') : [stdout]) expectDocument(name, JSON.parse(document));
}

/** Fails unless a document is as the schema of this name says, or is the document of an error. */
export function expectDocument(name: string, document: unknown): void {
  const isError = typeof document === 'object' && document !== null && Object.keys(document).join() === 'error';
  const shown = isError ? 'error' : name;
  const problems = outputProblems(shown, document);
  if (problems.length > 0) throw new Error(`not as its schema says; change its type, then npm run schemas:\n${problems.join('\n')}`);
  seenOutputs.add(shown);
}

const startName = (args: readonly string[]): string =>
  args.some((flag) => flag === '--test' || flag === '--dry-run')
    ? 'start-incident-test'
    : args.includes('--no-wait')
      ? 'start-incident-no-wait'
      : 'start-incident';

function verbName(args: readonly string[]): string {
  const [verb = '', next = '--json'] = args;
  const isNamed = !next.startsWith('-');
  if (Object.values(CHANGING_VERBS).some((changing) => changing.verb === verb)) return 'change';
  if (verb === 'report' && args.includes('--out')) return 'report-out';
  if (verb === 'alerts' && isNamed) return 'alerts-group';
  if (verb === 'maintenance' && isNamed) return 'maintenance-change';
  if (verb === 'token' && next !== 'list') return `token-${next}`;
  return verb === 'gateway' ? 'gateway-test' : verb;
}
