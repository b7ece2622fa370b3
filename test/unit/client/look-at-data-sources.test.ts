import { lookAtDataSources } from '../../../src/client/look-at-data-sources';
import type { SourceQuery } from '../../../src/incident/model/investigation/source-query';
import { SourceError } from '../../../src/investigation-sources/source-error';

const NAMES = {
  prometheus: ['main'],
  kubernetes: ['prod'],
  loki: ['loki'],
  elasticsearch: ['es'],
  httpJson: ['status'],
  deployments: ['gh'],
};
const READING = { fields: {}, evidence: [], facts: [], series: [] };
const ALL = ['main', 'prod', 'loki', 'es', 'status', 'gh'];
const look = (errors: Readonly<Record<string, Error>> = {}, asked: SourceQuery[] = []) =>
  lookAtDataSources(NAMES, {
    read: async (query) => {
      asked.push(query);
      const error = query.from === 'metrics' ? undefined : errors[query.source ?? ''];
      if (error !== undefined) throw error;
      return READING;
    },
  });
const failure = (code: SourceError['code'], status?: number) =>
  new SourceError(code, `it said ${code}`, '', status === undefined ? {} : { status });

it('asks each source in the language of its kind', async () => {
  const asked: SourceQuery[] = [];
  expect(await look({}, asked)).toBe(ALL.map((name) => `${name}: answers`).join('\n'));
  expect(asked.map((query) => [query.from, query.from === 'metrics' ? null : query.source])).toEqual([
    ['prometheus', 'main'],
    ['kubernetes', 'prod'],
    ['logs', 'loki'],
    ['logs', 'es'],
    ['httpJson', 'status'],
    ['deployments', 'gh'],
  ]);
});

it('takes an answer that there is no such thing for an answer', async () => {
  const errors = { prod: failure('source_refused', 403), gh: failure('source_refused', 404), es: failure('source_query_rejected', 400) };
  expect(await look(errors)).toContain('gh: answers');
});

it.each([
  ['source_unreachable', undefined],
  ['source_timeout', undefined],
  ['source_refused', 401],
  ['source_refused', 500],
  ['source_answer_unreadable', 200],
  ['source_missing', undefined],
] as const)('tells what is wrong beside those that answer: %s %s', async (code, status) => {
  await expect(look({ loki: failure(code, status) })).rejects.toThrow(`prod: answers\nit said ${code}\nes: answers`);
});
