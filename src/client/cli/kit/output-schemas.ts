import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A JSON Schema as it is kept: everything else in it is for validators. */
export interface OutputSchema {
  readonly title: string;
  readonly description: string;
}

const FOLDER = join(__dirname, '..', '..', '..', '..', 'docs', 'schemas', 'outputs');
const ENDING = '.schema.json';

/** The schemas of all outputs, by name, as `npm run schemas` has written them: making them takes seconds. */
export function readOutputSchemas(): ReadonlyMap<string, OutputSchema> {
  const names = readdirSync(FOLDER).flatMap((file) => (file.endsWith(ENDING) ? [file.slice(0, -ENDING.length)] : []));
  return new Map(names.sort().map((name) => [name, JSON.parse(readFileSync(join(FOLDER, name + ENDING), 'utf8')) as OutputSchema]));
}
