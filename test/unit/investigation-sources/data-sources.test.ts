import type { Reading } from '../../../src/incident/model/investigation/reading';
import { createDataSources, NO_READERS, type SourceReaders } from '../../../src/investigation-sources/data-sources';
import type { ReadOfService } from '../../../src/investigation-sources/read-per-service';
import { SourceError } from '../../../src/investigation-sources/source-error';
import { TROUBLE } from '../../support/kubernetes-objects';
import { sampleService } from '../../support/sample-service';

const { signal } = new AbortController();
const reading = (count: number, line: string): Reading => ({
  fields: { pods: count, first: line, minutesBefore: count },
  evidence: [line, `${line} again`],
  facts: [],
  series: [],
});
const inCluster = (name: string, source: string | null) => sampleService(name, { kubernetes: { source, namespace: name, selector: null } });
const query = { from: 'kubernetes', source: null, check: 'pods', namespace: null, selector: null } as const;

/** Two clusters; each answers with the name of the service. */
function clusters(asked: string[], failing: readonly string[] = []): SourceReaders {
  const cluster =
    (name: string): ReadOfService<'kubernetes'> =>
    async (_query, { service }) => {
      asked.push(`${name}: ${service?.name ?? 'nobody'}`);
      if (failing.includes(service?.name ?? '')) throw new SourceError('source_refused', `${name} refuses`, 'Add a rule.');
      return reading(asked.length, `seen ${service?.name}`);
    };
  return {
    ...NO_READERS,
    kubernetes: new Map([
      ['a', cluster('a')],
      ['b', cluster('b')],
    ]),
  };
}
const read = (
  services: ReturnType<typeof inCluster>[],
  readers: SourceReaders,
  given: Partial<typeof query> | { namespace: string } = {},
) => createDataSources(readers).read({ ...query, ...given }, { ...TROUBLE, services }, signal);

it('reads each service from its own source, as one reading', async () => {
  const asked: string[] = [];
  const merged = await read(
    [inCluster('web', 'b'), sampleService('bare') as ReturnType<typeof inCluster>, inCluster('db', null)],
    clusters(asked),
  );
  expect(asked).toEqual(['b: web', 'a: db']);
  expect(merged.fields).toEqual({ pods: 3, first: 'seen web', minutesBefore: 1, unread: 0 });
  expect(merged.evidence).toEqual(['web: seen web', 'db: seen db', 'web: seen web again', 'db: seen db again']);
});

it('names the services that it cannot read, and fails if there is no other', async () => {
  const partly = await read([inCluster('web', 'a'), inCluster('db', 'a')], clusters([], ['web']));
  expect(partly.fields).toMatchObject({ unread: 1, first: 'seen db' });
  expect(partly.evidence[0]).toBe('web could not be read: a refuses');
  await expect(read([inCluster('web', 'a'), inCluster('db', 'a')], clusters([], ['web', 'db']))).rejects.toMatchObject({
    hint: 'Add a rule.',
  });
});

it('asks once where the query itself says where to look', async () => {
  const asked: string[] = [];
  await read([inCluster('web', 'b'), inCluster('db', 'a')], clusters(asked), { namespace: 'shop' });
  await read([inCluster('web', 'b')], clusters(asked), { namespace: 'shop' });
  await read([], clusters(asked), { namespace: 'shop' });
  expect(asked).toEqual(['a: nobody', 'b: web', 'a: nobody']);
});

it('says that no service tells where it is, and that a source is missing', async () => {
  await expect(read([sampleService('web') as ReturnType<typeof inCluster>], clusters([]))).rejects.toMatchObject({
    code: 'source_query_rejected',
    message: 'the services file does not say where to look for web',
  });
  await expect(read([inCluster('web', 'c')], clusters([]))).rejects.toMatchObject({
    code: 'source_missing',
    message: 'no kubernetes source is named c',
  });
});
