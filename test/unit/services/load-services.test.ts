import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidServicesError } from '../../../src/services/invalid-services-error';
import { loadServices } from '../../../src/services/load-services';
import { createServiceSource } from '../../../src/services/service-source';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'services-'));
  file = join(folder, 'services.yaml');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function load(text: string) {
  await writeFile(file, text);
  return loadServices(file);
}

async function problems(text: string): Promise<readonly string[]> {
  const error: unknown = await load(text).then(
    () => null,
    (reason) => reason,
  );
  if (!(error instanceof InvalidServicesError)) throw error ?? new Error('it was accepted');
  return error.problems.map(({ line, path, problem }) => `${line} ${path}: ${problem}`);
}

it('fills templates of metrics in for each service, and what is not given', async () => {
  const services = await load(`
metrics:
  http: [{ name: p99, signal: latency, unit: s, query: 'p99{job="{{service}}",zone="{{ zone }}"}' }]
services:
  - { name: shop, dependsOn: [db], metrics: [http], variables: { zone: 'a"} or up{x="' } }
  - { name: db, title: Orders, targets: ['db-1:5432'], labels: { instance: db-1 }, metrics: [{ name: up, signal: availability, query: up }] }
`);
  expect(services).toEqual([
    {
      name: 'shop',
      title: 'shop',
      owner: null,
      dependsOn: ['db'],
      targets: [],
      labels: { service: ['shop'], service_name: ['shop'], app: ['shop'], application: ['shop'], job: ['shop'] },
      // A quotation mark in a value cannot end the text that it is in.
      metrics: [{ name: 'p99', signal: 'latency', source: null, unit: 's', query: 'p99{job="shop",zone="a\\"} or up{x=\\""}' }],
      variables: { zone: 'a"} or up{x="' },
      runbook: null,
      kubernetes: null,
      logs: null,
      deployments: null,
    },
    expect.objectContaining({
      name: 'db',
      title: 'Orders',
      labels: { instance: ['db-1'] },
      metrics: [{ name: 'up', signal: 'availability', source: null, unit: null, query: 'up' }],
    }),
  ]);
});

it('names every problem with its line and path', async () => {
  expect(
    await problems(`metrics:
  http: [{ name: p99, signal: latency, query: 'p99{x="{{zone}}"}' }]
services:
  - name: shop
    dependsOn:
      - nowhere
    metrics: [http, htpt]
  - name: shop
    targets: [not a target]
`),
  ).toEqual(['9 services.#2 (shop).targets.#1: "not a target" must be an http(s) URL or HOST:PORT']);
  expect(
    await problems(`metrics:
  http: [{ name: p99, signal: latency, query: 'p99{x="{{zone}}"}' }]
services:
  - name: shop
    dependsOn:
      - nowhere
    metrics: [http, htpt]
  - name: shop
`),
  ).toEqual([
    '6 services.#1 (shop).dependsOn.#1: there is no service nowhere (allowed: shop, shop)',
    '7 services.#1 (shop).metrics.#2: there is no template htpt under metrics (allowed: http)',
    '7 services.#1 (shop).metrics: metric p99 uses {{zone}} (allowed for service shop: service)',
    '8 services.#2 (shop).name: service shop is already defined',
  ]);
});

it('does not take a key that it does not know, nor a file that is not YAML', async () => {
  expect(await problems('services: [{ name: a, dependson: [b] }]')).toEqual([
    '1 services.#1 (a).dependson: is not a known key; did you mean dependsOn?',
  ]);
  expect(await problems('')).toEqual(['null : is empty (must be a mapping)']);
  expect(await problems('services: [')).toEqual([expect.stringMatching(/^1 : cannot be read: /)]);
});

it('follows the file, and keeps the last good services while it cannot be used', async () => {
  const first = await load('services: [{ name: a }]');
  const outcomes: string[] = [];
  const source = createServiceSource({
    file,
    first,
    changed: (outcome) => outcomes.push('taken' in outcome ? outcome.taken.map(({ name }) => name).join() : 'refused'),
  });
  const names = async () => (await source()).services.map(({ name }) => name);
  expect(await names()).toEqual(['a']);
  await writeFile(file, 'services: [{ name: a }, { name: b }]');
  expect(await names()).toEqual(['a', 'b']);
  await writeFile(file, 'services: [{ name: a }, { nam: b }]');
  expect(await source()).toMatchObject({ services: [{ name: 'a' }, { name: 'b' }], problem: expect.stringContaining('services.yaml:1') });
  expect(outcomes).toEqual(['a,b', 'refused']);
});
