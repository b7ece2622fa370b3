import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runbookJsonSchema } from '../runbooks/runbook-json-schema';
import { servicesJsonSchema } from '../services/services-json-schema';

const FOLDER = join(__dirname, '..', '..', 'docs', 'schemas');
const SCHEMAS = { 'runbook.schema.json': runbookJsonSchema, 'services.schema.json': servicesJsonSchema };

/** Writes the JSON Schemas that editors use. They are kept in the repository, so that an editor can refer to them by address. */
mkdirSync(FOLDER, { recursive: true });
for (const [name, schema] of Object.entries(SCHEMAS)) writeFileSync(join(FOLDER, name), `${JSON.stringify(schema(), null, 2)}\n`);
