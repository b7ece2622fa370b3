import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { configFile } from '../../support/config-file';

const read = (name: string): string => readFileSync(join(__dirname, '..', '..', '..', name), 'utf8');
const yamlIn = (text: string): readonly object[] =>
  [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) => parse(yaml) as object);
const { load } = configFile('gateway');

const OUR_KEYS = ['sources', 'heartbeats', 'notify', 'onCall', 'alerts', 'maintenance'];
const ours = ['README.md', 'docs/connect.md', 'docs/gateway.md', 'docs/notify.md', 'docs/alerts.md'].flatMap((name) =>
  yamlIn(read(name))
    .filter((content) => OUR_KEYS.some((key) => key in content))
    .map((content) => [name, content] as const),
);

it.each(ours)('%s: the configuration %j is accepted as it is, once its secrets are set', (_, content) => {
  const names = JSON.stringify(content).match(/\b[A-Z]{2,}(?:_[A-Z]+)+\b/g) ?? [];
  const env = Object.fromEntries(names.map((name) => [name, 'https://calendar.example.com/x']));
  expect(load(content, env).file).toBe('file.yaml');
});

it('the documents show sources, and their snippets are found', () => expect(ours.length).toBeGreaterThan(5));

it('the override for Docker Compose names services, and secrets that it declares', () => {
  const [override] = yamlIn(read('docs/operations.md')).filter((content) => 'services' in content) as {
    services: Record<string, { environment: Record<string, string>; secrets: string[] }>;
    secrets: Record<string, { file: string }>;
  }[];
  const stack = parse(read('docker-compose.yml')) as { services: object };
  for (const [service, { environment, secrets }] of Object.entries(override?.services ?? {})) {
    expect(stack.services).toHaveProperty(service);
    expect(Object.values(environment)).toEqual(secrets.map((name) => `/run/secrets/${name}`));
    for (const name of secrets) expect(override?.secrets[name]).toEqual({ file: `./secrets/${name}` });
  }
  expect(Object.keys(override?.services ?? {})).toEqual(['gateway', 'worker']);
});
