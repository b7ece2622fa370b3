import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Config, loadConfig } from '../../../src/config';
import { fileSchema } from '../../../src/config/file-schema';

const ROOT = join(__dirname, '..', '..', '..');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

const load = (env: NodeJS.ProcessEnv): Config =>
  loadConfig({ cwd: ROOT, purpose: 'client', env: { INCIDENT_ACTOR: 'ann', INCIDENT_SLACK: 'off', ...env } });
/** Secrets are functions; all the rest can be compared. */
const values = (config: Config): unknown => JSON.parse(JSON.stringify(config));

describe('incident.config.example.yaml', () => {
  const text = read('incident.config.example.yaml');

  it('loads, and changes nothing: every value in it is the default', () => {
    const example = load({ INCIDENT_CONFIG: 'incident.config.example.yaml' });
    expect(values({ ...example, file: null })).toEqual(values(load({})));
  });

  it.each(Object.keys(fileSchema.shape))('shows the key %s', (key) => {
    expect(text).toMatch(new RegExp(`^(# +)?${key}:`, 'm'));
  });

  it.each(Object.keys(fileSchema.parse({}).privacy))('shows the key privacy.%s', (key) => {
    expect(Object.keys(parse(text).privacy)).toContain(key);
  });
});

describe('.env.example', () => {
  const names = [...read('.env.example').matchAll(/^# ([A-Z][A-Z0-9_]+)=/gm)].map(([, name = '']) => name);
  const code = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => read(join('src', path)))
    .join('\n');
  const isRead = (name: string): boolean =>
    [code, read('docker-compose.yml'), read('deploy/prepare.sh')].some((text) =>
      new RegExp(`\\b(${name}|${name.replace(/_FILE$/, '')})\\b`).test(text),
    );
  /** Read by Temporal's and by the engine's own library. */
  const OF_LIBRARIES = /^(TEMPORAL_(TLS|TLS_CLIENT_CERT_PATH|TLS_CLIENT_KEY_PATH|NAMESPACE|ADDRESS)|DOCKER_CERT_PATH)$/;

  it('sets nothing by itself', () => {
    const lines = read('.env.example').split('\n');
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  });

  it.each(names)('names %s, which something reads', (name) => {
    expect([name, isRead(name) || OF_LIBRARIES.test(name)]).toEqual([name, true]);
  });

  it('names every variable that the configuration reads', () => {
    const config = ['src/config.ts', 'src/config/secrets.ts', 'src/config/process-settings.ts'].map(read).join('\n');
    const used = [...config.matchAll(/(?:env\.|env, ')([A-Z][A-Z_]+)/g)].map(([, name = '']) => name);
    expect(used.length).toBeGreaterThan(6);
    expect(used.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('names every variable of docker-compose.yml', () => {
    const used = [...read('docker-compose.yml').matchAll(/\$\{([A-Z_]+)/g)].map(([, name = '']) => name);
    expect(used.filter((name) => !names.includes(name))).toEqual([]);
  });
});
