import { join } from 'node:path';
import { createGenerator, type Definition, type Schema } from 'ts-json-schema-generator';

const ROOT = join(__dirname, '..', '..');

/** The interfaces that list every output, by name. */
const LISTS = [
  { path: 'src/client/cli/outputs/outputs.ts', type: 'Outputs' },
  { path: 'src/gateway/answers.ts', type: 'GatewayAnswers' },
] as const;

/** The JSON Schema of each output, by its name, from the types that the code prints. Each one needs no other. */
export function outputSchemas(): ReadonlyMap<string, Schema> {
  return new Map(LISTS.flatMap(({ path, type }) => schemasIn(join(ROOT, path), type)));
}

function schemasIn(path: string, type: string): readonly (readonly [string, Schema])[] {
  const generator = createGenerator({
    path,
    type,
    tsconfig: join(ROOT, 'tsconfig.json'),
    topRef: false,
    // A reader must accept keys that a later version adds.
    additionalProperties: true,
    // The compiler has checked them.
    skipTypeCheck: true,
  });
  const { $schema, properties = {}, definitions = {} } = generator.createSchema(type);
  return Object.entries(properties).map(([name, output]) => {
    const schema = output as Schema;
    const needed = Object.entries(definitions).filter(([key]) => reachable(schema, definitions).has(key));
    return [name, { $schema, title: name, ...schema, ...(needed.length === 0 ? {} : { definitions: Object.fromEntries(needed) }) }];
  });
}

/** Names of the definitions that a schema refers to, directly or through others. */
function reachable(schema: Definition, definitions: Record<string, Definition | boolean>, found = new Set<string>()): ReadonlySet<string> {
  for (const [, encoded = ''] of JSON.stringify(schema).matchAll(/"#\/definitions\/([^"]+)"/g)) {
    const name = decodeURIComponent(encoded);
    const definition = definitions[name];
    if (found.has(name) || typeof definition !== 'object') continue;
    found.add(name);
    reachable(definition, definitions, found);
  }
  return found;
}
