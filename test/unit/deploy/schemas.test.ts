import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { outputSchemas } from '../../../src/build/output-schemas';
import { runbookJsonSchema } from '../../../src/runbooks/runbook-json-schema';
import { servicesJsonSchema } from '../../../src/services/services-json-schema';

const ROOT = join(__dirname, '..', '..', '..');
const published = (name: string) => JSON.parse(readFileSync(join(ROOT, 'docs', 'schemas', name), 'utf8'));
const servicesInDocs = /```yaml\n(metrics:[\s\S]+?)```/.exec(readFileSync(join(ROOT, 'docs', 'services.md'), 'utf8'))?.[1] ?? '';

it('publishes what the loaders check (npm run schemas)', () => {
  expect(published('runbook.schema.json')).toEqual(runbookJsonSchema());
  expect(published('services.schema.json')).toEqual(servicesJsonSchema());
});

it('publishes the schema of every output, as the types are now: if not, run npm run schemas', () => {
  const kept = readdirSync(join(ROOT, 'docs', 'schemas', 'outputs')).map((file) => [file, published(`outputs/${file}`)]);
  const made = [...outputSchemas()].map(([name, schema]) => [`${name}.schema.json`, schema]);
  expect(Object.fromEntries(kept)).toEqual(Object.fromEntries(made));
});

const files = readdirSync(join(ROOT, 'runbooks')).filter((name) => name.endsWith('.yaml'));
it.each(files)('accepts %s, and not with a key that there is not', (name) => {
  const schema = z.fromJSONSchema(published('runbook.schema.json'));
  const runbook = parse(readFileSync(join(ROOT, 'runbooks', name), 'utf8'));
  expect(schema.safeParse(runbook).error?.issues ?? []).toEqual([]);
  const [first, ...others] = runbook.probes;
  expect(schema.safeParse({ ...runbook, probes: [{ ...first, wieght: 3 }, ...others] }).success).toBe(false);
});

it('accepts the services of the documentation, and not with a signal that there is not', () => {
  const schema = z.fromJSONSchema(published('services.schema.json'));
  const services = parse(servicesInDocs);
  expect(schema.safeParse(services).error?.issues ?? []).toEqual([]);
  expect(schema.safeParse(parse(servicesInDocs.replace('signal: latency', 'signal: latncy'))).success).toBe(false);
});
