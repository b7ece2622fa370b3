import { matchPerson } from '../../../../src/slack/people/match-people';
import { memberOf } from '../../../../src/slack/people/member';
import { normalName } from '../../../../src/slack/people/normal-name';
import { createPeopleIndex } from '../../../../src/slack/people/people-index';

const person = (real_name: string, id = 'U1') => memberOf({ id, name: `${id}-handle`, real_name }, '');
const match = (name: string, ...people: ReturnType<typeof person>[]) => matchPerson(name, createPeopleIndex(people));

it.each([
  ['José Álvarez', 'jose alvarez'],
  ['Ångström', 'angstrom'],
  ['ΝΊΚΟΣ', 'νικος'],
  ['Сергей', 'сергеи'],
  ['Ｎｏｒａ', 'nora'],
  ['ﾅｶｼﾞﾏ', 'ナカジマ'],
  ['O’Brien', "O'Brien"],
  ['O´Brien', "o'brien"],
  ["O'Brien", 'O Brien'],
  ['OBrien', 'O’Brien'],
  ['Anne–Marie', 'Anne-Marie'],
  ['علی‌رضا', 'علیرضا'],
  ['علی‌رضا', 'علی‌رضا'],
  ['Jo 👩‍💻', 'Jo 👩💻'],
  ['Jo ❤️', 'jo ❤'],
  ['Dana  Brandt', ' Dana Brandt '],
  ['가나', '가나'.normalize('NFD')],
  ['İpek', 'ipek'],
])('%s and %s are one name', (known, asked) => {
  expect(match(asked, person(known)).kind).toBe('found');
});

it.each([
  ['なかしま', 'なかじま'],
  ['राम', 'रमा'],
  ['ハハ', 'パパ'],
  ['กา', 'ก'],
  ['שָׁלוֹם', 'שלום'],
  ['محمّد', 'محمد'],
])('%s and %s are two', (known, asked) => {
  expect(match(asked, person(known)).kind).toBe('none');
});

it('does not tell apart what only looks different', () => {
  const two = [person('علی‌رضا'), person('علیرضا', 'U2')];
  expect(match('علیرضا', ...two)).toMatchObject({ kind: 'several', fits: [{ member: { id: 'U1' } }, { member: { id: 'U2' } }] });
});

it('takes time in proportion to the length of a name', () => {
  const timeOf = (length: number): number => {
    const name = 'é\u200d’ か\u3099'.repeat(length);
    const begin = process.cpuUsage();
    for (let round = 0; round < 20; round += 1) normalName(name);
    return process.cpuUsage(begin).user;
  };
  timeOf(2_000);
  expect(timeOf(20_000)).toBeLessThan(30 * Math.max(timeOf(2_000), 1_000));
});
