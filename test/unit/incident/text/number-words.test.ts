import { times } from '../../../../src/incident/text/number-words';

it('counts in words', () => {
  expect([1, 2, 3].map(times)).toEqual(['once', 'twice', '3 times']);
});
