import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ADAPTER = join(__dirname, '..', '..', 'src', 'slack');

/** The methods of Slack that the source of the adapter names. */
export function calledMethods(): readonly string[] {
  const sources = readdirSync(ADAPTER, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const names = sources.flatMap((path) => [
    ...readFileSync(join(ADAPTER, path), 'utf8').matchAll(
      /'((?:auth|bookmarks|chat|conversations|pins|usergroups|users|views)\.[A-Za-z.]+)'/g,
    ),
  ]);
  return [...new Set(names.map(([, name]) => name ?? ''))].filter((name) => !name.includes(':'));
}
