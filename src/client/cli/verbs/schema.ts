import type { Command } from 'commander';
import { InvalidInputError } from '../../../incident/text/errors';
import { didYouMean } from '../../../incident/text/nearest-word';
import { shown } from '../../../incident/text/read-fields';
import { type OutputSchema, readOutputSchemas } from '../kit/output-schemas';
import type { OutputName } from '../outputs/outputs';
import { print, printJson } from '../terminal/output';
import { paintFor } from '../terminal/style';
import { table } from '../terminal/table';
import { CHANGING_VERBS } from './changing-verbs';
import { addVerb, type Flags, JSON_FLAG } from './verb';

export function addSchemaVerb(program: Command): void {
  addVerb(program, 'schema', 'list what commands and the gateway print as JSON; with a name, print its JSON Schema')
    .argument('[name]', 'name of a schema, as in the list, or a verb')
    .option(...JSON_FLAG)
    .action(schema);
}

function schema(name: string | undefined, flags: Flags): void {
  const all = readOutputSchemas();
  if (name !== undefined) print(JSON.stringify(schemaNamed(name, all), null, 2));
  else if (flags.json) printJson('schema', Object.fromEntries(all));
  else for (const line of schemaLines(all)) print(line);
}

function schemaLines(all: ReadonlyMap<string, OutputSchema>): readonly string[] {
  const rows = [...all].map(([name, { description }]) => [name, description]);
  return table(['name', 'what prints it'], rows, { paint: paintFor(process.stdout) });
}

/** All verbs that change an incident print the same document. */
const CHANGE: OutputName = 'change';

/** @throws InvalidInputError */
function schemaNamed(name: string, all: ReadonlyMap<string, OutputSchema>): OutputSchema {
  const isChange = Object.values(CHANGING_VERBS).some(({ verb }) => verb === name);
  const found = all.get(isChange ? CHANGE : name);
  if (found !== undefined) return found;
  const names = [...all.keys()];
  throw new InvalidInputError('NAME', `${shown(name)} is not a schema${didYouMean(name, names)}`, names.join(', '));
}
