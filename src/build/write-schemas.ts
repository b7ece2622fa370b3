import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runbookJsonSchema } from '../runbooks/runbook-json-schema';
import { servicesJsonSchema } from '../services/services-json-schema';
import { outputSchemas } from './output-schemas';

const FOLDER = join(__dirname, '..', '..', 'docs', 'schemas');
const OUTPUTS = join(FOLDER, 'outputs');

/** Writes the JSON Schemas. They are kept in the repository: editors refer to them by address, and `incident schema` prints them. */
function main(): void {
  const schemas = outputSchemas();
  rmSync(OUTPUTS, { recursive: true, force: true });
  mkdirSync(OUTPUTS, { recursive: true });
  write(FOLDER, 'runbook.schema.json', runbookJsonSchema());
  write(FOLDER, 'services.schema.json', servicesJsonSchema());
  for (const [name, schema] of schemas) write(OUTPUTS, `${name}.schema.json`, schema);
}

function write(folder: string, name: string, schema: object): void {
  writeFileSync(join(folder, name), `${JSON.stringify(schema, null, 2)}\n`);
}

try {
  main();
} catch (error) {
  process.stderr.write(`couldn't write the schemas: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
