import { nearestWord } from '../../../../src/incident/text/nearest-word';

const KEYS = ['type', 'auth', 'secrets', 'url', 'timestampHeader', 'limit'];

it.each([
  ['secret', 'secrets'],
  ['SECRETS', 'secrets'],
  ['tpye', 'type'],
  ['timestampheader', 'timestampHeader'],
  ['limits', 'limit'],
  ['uri', 'url'],
  ['', null],
  ['is', null],
  ['token', null],
  ['secretsanta', null],
])('%j probably means %j', (given, meant) => {
  expect(nearestWord(given, KEYS)).toBe(meant);
});

it('finds none among no words', () => expect(nearestWord('a', [])).toBeNull());
