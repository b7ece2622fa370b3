import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { FINDING_STATUSES } from '../../src/incident/model/finding';
import { CAUSE_KINDS } from '../../src/incident/model/investigation/cause-kind';
import { CONCLUSIONS } from '../../src/incident/model/investigation/hypothesis';

export const CASES = join(__dirname, 'cases');

const statuses = z.union([z.enum(FINDING_STATUSES), z.array(z.enum(FINDING_STATUSES)).min(1)]);
const expectation = z.strictObject({
  conclusion: z.union([z.enum(CONCLUSIONS).transform((one) => [one]), z.array(z.enum(CONCLUSIONS))]),
  /** What the first hypothesis must name; several if each of them would be right. */
  cause: z.union([z.enum(CAUSE_KINDS).transform((one) => [one]), z.array(z.enum(CAUSE_KINDS)).min(1)]).optional(),
  component: z.union([z.string().transform((one) => [one]), z.array(z.string())]).optional(),
  /** The service of the services file that it must blame. */
  service: z.string().optional(),
  /** Probes that see something odd that is not the cause: they must warn or fail, and must not be the first hypothesis. */
  redHerrings: z.array(z.string()).default([]),
  /** What single probes must find. */
  probes: z.record(z.string(), statuses).default({}),
});
const scripts = z.record(z.string(), z.string());

const container = z.strictObject({
  packages: z.array(z.string()).min(1),
  /** Users that the packages' maintainer scripts would add. */
  users: z.array(z.string()).default([]),
  /** Run by sh as root. The addresses of the containers before it are in ADDRESS_NAME, its own is in ADDRESS. */
  start: z.string(),
  /** Run by sh in the container until it succeeds. */
  ready: z.string(),
  memory: z
    .string()
    .regex(/^\d+MB$/)
    .default('256MB'),
  /** Folder → options: a disk that is small enough to fill. */
  tmpfs: z.record(z.string(), z.string()).default({}),
});

const service = z.strictObject({
  title: z.string(),
  /** In the order in which they start. */
  containers: z.record(z.string().regex(/^[a-z]+$/), container),
  /** Container → script, one after the other, once all have started: each knows the others' addresses only then. */
  setup: z.array(scripts).default([]),
  /** Names that the worker's resolver knows → container. */
  names: z.record(z.string(), z.string()).default({}),
  /** What an alert names. `{{redis}}` is the address of the container `redis`. */
  targets: z.array(z.string()).min(1),
  labels: z.record(z.string(), z.string()).default({}),
  /** Probe → variable → value, as an installation sets them in its own runbooks. */
  settings: z.record(z.string(), z.record(z.string(), z.union([z.string(), z.number()]).transform(String))).default({}),
  /** Values that a container tells once it is ready, for templates: `{{authority}}`. */
  reads: z.record(z.string(), z.strictObject({ container: z.string(), script: z.string() })).default({}),
  /** Secret of a probe → value. */
  secrets: z.record(z.string(), z.string()).default({}),
  /** Files of an installation, as they would be written: `dataSources` of the configuration, and the services file. */
  dataSources: z.unknown().optional(),
  services: z.unknown().optional(),
  /** The containers that are stopped to make it unreachable; by default all. */
  halts: z.array(z.string()).optional(),
  /** What is expected once they are. */
  unreachable: expectation,
});

const state = z.strictObject({
  title: z.string(),
  /** Container → script that breaks it. */
  break: scripts.default({}),
  /** Container → script that mends it, before anybody looks. */
  mend: scripts.default({}),
  alert: z.strictObject({ title: z.string(), description: z.string().default(''), labels: z.record(z.string(), z.string()).default({}) }),
  targets: z.array(z.string()).min(1).optional(),
  expect: expectation,
});

export type ServiceCase = z.infer<typeof service> & { readonly name: string; readonly states: readonly StateCase[] };
export type ContainerCase = z.infer<typeof container>;
export type StateCase = z.infer<typeof state> & { readonly name: string };
export type Expected = z.infer<typeof expectation>;

/** Every folder is a service; every file in it but service.yaml is a state of it. @throws what is wrong with a file. */
export function readCases(folder = CASES): readonly ServiceCase[] {
  const names = readdirSync(folder).sort();
  return names.map((name) => {
    const states = readdirSync(join(folder, name)).filter((file) => file.endsWith('.yaml') && file !== 'service.yaml');
    return {
      name,
      ...read(service, join(folder, name, 'service.yaml')),
      states: states.sort(asListed).map((file) => ({ name: file.replace(/\.yaml$/, ''), ...read(state, join(folder, name, file)) })),
    };
  });
}

/** The healthy state first: it shows that the stage works. */
const asListed = (a: string, b: string): number => Number(b === 'healthy.yaml') - Number(a === 'healthy.yaml') || (a < b ? -1 : 1);

function read<T>(schema: z.ZodType<T>, file: string): T {
  const result = schema.safeParse(parse(readFileSync(file, 'utf8')));
  if (result.success) return result.data;
  throw new Error(`${file}: ${z.prettifyError(result.error)}`);
}
