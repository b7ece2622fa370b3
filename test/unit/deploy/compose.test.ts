import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { NEEDED_SEARCH_ATTRIBUTES } from '../../../src/worker/search-attributes';

const ROOT = join(__dirname, '..', '..', '..');
const read = (...path: string[]): string => readFileSync(join(ROOT, ...path), 'utf8');

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly restart: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly networks?: readonly string[];
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly tmpfs?: readonly string[];
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { file: string }>>;
}

const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const serviceNamed = (name: string): Service => {
  const service = compose.services[name];
  if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  return service;
};
const isOneShot = ({ restart }: Service): boolean => restart === 'no';

describe('docker-compose.yml', () => {
  it('pins every image to a version, and uses no image that sets the server up behind the scenes', () => {
    for (const [, { image }] of services) expect(image).toMatch(/^[a-z/-]+:\d+\.\d+(\.\d+)?(-[a-z]+)?$/);
    expect(services.map(([, { image }]) => image)).not.toContainEqual(expect.stringContaining('auto-setup'));
    expect(serviceNamed('schema').image?.split(':')[1]).toBe(serviceNamed('temporal').image?.split(':')[1]);
  });

  it('checks the health of all that stays, and starts nothing before what it needs is healthy or complete', () => {
    for (const [name, service] of services.filter(([, one]) => !isOneShot(one))) {
      expect([name, service.restart]).toEqual([name, 'unless-stopped']);
      expect([name, service.healthcheck?.test[0]]).toEqual([name, 'CMD']);
    }
    for (const [name, { depends_on = {} }] of services)
      for (const [needed, { condition }] of Object.entries(depends_on)) {
        const expected = isOneShot(serviceNamed(needed)) ? 'service_completed_successfully' : 'service_healthy';
        expect([name, needed, condition]).toEqual([name, needed, expected]);
      }
    const chain = ['worker', 'namespace', 'temporal', 'schema', 'postgresql'];
    for (const [at, name] of chain.slice(0, -1).entries())
      expect(Object.keys(serviceNamed(name).depends_on ?? {})).toEqual([chain[at + 1]]);
  });

  it('gives capabilities only to what needs some, and no scratch space without a size', () => {
    // The database changes its user itself; the server's image is not ours to judge.
    const keep = ['postgresql', 'temporal'];
    for (const [name, { cap_drop }] of services.filter(([name]) => !keep.includes(name))) expect([name, cap_drop]).toEqual([name, ['ALL']]);
    for (const [, { tmpfs = [] }] of services) for (const mount of tmpfs) expect(mount).toMatch(/:.*\bsize=\d+m\b/);
  });

  it('binds ports to this machine alone, and none of the database', () => {
    const ports = services.flatMap(([, one]) => one.ports ?? []);
    expect(ports).toHaveLength(3);
    for (const port of ports) expect(port).toMatch(/^\$\{[A-Z_]+:-127\.0\.0\.1:\d+\}:\d+$/);
    expect(serviceNamed('postgresql').ports).toBeUndefined();
    expect(serviceNamed('postgresql').networks).toEqual(['database']);
  });

  it('holds no secret: each one is a file that git and the image’s build never see', () => {
    const secretLike = services.flatMap(([, { environment = {} }]) =>
      Object.entries(environment).filter(([name]) => /PASSWORD|PWD|TOKEN|SECRET|_KEY/.test(name) && name !== 'INCIDENT_TOKENS_FILE'),
    );
    expect(secretLike.length).toBeGreaterThan(0);
    for (const [name, value] of secretLike) {
      expect(name).toMatch(/_FILE$/);
      expect(value).toMatch(/^\/run\/secrets\//);
    }
    for (const { file } of Object.values(compose.secrets)) expect(file).toMatch(/^\.\/secrets\//);
    expect(read('.gitignore').split('\n')).toEqual(expect.arrayContaining(['/secrets/', '.env']));
    expect(read('.dockerignore').split('\n')).toContain('*');
    expect(read('.dockerignore')).not.toMatch(/^!.*(secrets|env)/m);
  });

  it('gives the engine’s socket to the worker of the probes alone, and Slack’s token to the other one alone', () => {
    const withSocket = services.filter(([, { volumes = [] }]) => volumes.some((volume) => volume.includes('docker.sock')));
    expect(withSocket.map(([name]) => name)).toEqual(['probe-worker']);
    expect(serviceNamed('probe-worker').command).toEqual(['--queues', 'incident-containers']);
    expect(serviceNamed('worker').command).toEqual(['--queues', 'incident-response,incident-slack']);
    const withToken = services.filter(([, { secrets = [] }]) => secrets.includes('slack-bot-token'));
    expect(withToken.map(([name]) => name)).toEqual(['worker']);
  });

  it('gives both workers the configuration and the runbooks, to be read alone', () => {
    for (const name of ['worker', 'probe-worker']) {
      const { volumes = [], environment = {} } = serviceNamed(name);
      expect(volumes).toContainEqual(expect.stringMatching(/^\$\{INCIDENT_RUNBOOKS_DIR:-\.\/runbooks\}:\/app\/runbooks:ro$/));
      expect(volumes).toContainEqual(expect.stringMatching(new RegExp(`:${environment.INCIDENT_CONFIG}:ro$`)));
    }
  });

  it('runs the gateway on every address of its container, with neither the token nor the socket', () => {
    const { entrypoint, environment, secrets, volumes = [], ports } = serviceNamed('gateway');
    expect(entrypoint).toEqual(['node', 'dist/gateway.js']);
    expect(environment?.INCIDENT_GATEWAY_LISTEN).toBe('0.0.0.0:8090');
    expect(secrets).toEqual(['approval-key']);
    expect(volumes).toEqual([
      expect.stringMatching(new RegExp(`:${environment?.INCIDENT_CONFIG}:ro$`)),
      expect.stringMatching(new RegExp(`^tokens:${dirname(environment?.INCIDENT_TOKENS_FILE ?? '')}:ro$`)),
    ]);
    expect(ports).toEqual([expect.stringMatching(/^\$\{GATEWAY_BIND:-127\.0\.0\.1:8090\}:8090$/)]);
  });

  it('gives the key for approvals to the gateway and to the worker of the probes alone', () => {
    const withKey = services.filter(([, { secrets = [] }]) => secrets.includes('approval-key'));
    expect(withKey.map(([name]) => name).sort()).toEqual(['gateway', 'probe-worker']);
    for (const [, { environment }] of withKey) expect(environment?.INCIDENT_APPROVAL_KEY_FILE).toBe('/run/secrets/approval-key');
  });

  it('changes the tokens that the gateway reads, and nothing else, with what is called for that', () => {
    const { entrypoint, environment, secrets, volumes } = serviceNamed('token');
    expect(entrypoint).toEqual(['node', 'dist/client/incident.js', 'token']);
    expect(environment).toEqual({ INCIDENT_TOKENS_FILE: serviceNamed('gateway').environment?.INCIDENT_TOKENS_FILE });
    expect(secrets).toBeUndefined();
    expect(volumes).toEqual([`tokens:${dirname(environment?.INCIDENT_TOKENS_FILE ?? '')}`]);
  });

  it('mounts only files that are in the repository, or that the environment names', () => {
    const sources = services.flatMap(([, { volumes = [] }]) => volumes).map((volume) => volume.split(/:(?=\/)/)[0] ?? '');
    const inRepository = sources.map((source) => source.replace(/^\$\{[A-Z_]+:-(.*)\}$/, '$1')).filter((source) => source.startsWith('./'));
    expect(inRepository.length).toBeGreaterThan(3);
    for (const path of inRepository) expect([path, existsSync(join(ROOT, path))]).toEqual([path, true]);
  });
});

describe('deploy/create-namespace.sh', () => {
  it('creates exactly the search attributes that the worker needs', () => {
    const created = [...read('deploy', 'create-namespace.sh').matchAll(/--name (\w+) --type (\w+)/g)].map(([, name, type]) => [name, type]);
    expect(Object.fromEntries(created)).toEqual(NEEDED_SEARCH_ATTRIBUTES);
    expect(created).toHaveLength(Object.keys(NEEDED_SEARCH_ATTRIBUTES).length);
  });

  it('keeps closed incidents as long as the compose file says: 90 days', () => {
    expect(read('deploy', 'create-namespace.sh')).toContain('{TEMPORAL_RETENTION:-90d}');
    expect(serviceNamed('namespace').environment?.TEMPORAL_RETENTION).toContain(':-90d}');
  });
});
