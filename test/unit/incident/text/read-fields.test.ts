import fc from 'fast-check';
import { firstOf, givenOf, isFields, own, plainText, shown, wordIn } from '../../../../src/incident/text/read-fields';

describe('shown', () => {
  it.each([
    ['x', '"x"'],
    [5, '5'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [Number.NaN, 'NaN'],
    [undefined, 'undefined'],
    [null, 'null'],
    [{ a: [1] }, '{"a":[1]}'],
    ['\u202e', '"?"'],
  ])('shows %p as %s', (value, expected) => {
    expect(shown(value)).toBe(expected);
  });

  it('shows something short and clean of everything, even of what JSON cannot say', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(shown(circle)).toBe('object');
    expect(shown(1n)).toBe('bigint');
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect([...shown(value)].length).toBeLessThanOrEqual(60);
        expect(shown(value)).not.toMatch(/\p{C}/u);
      }),
    );
  });
});

it('reads own fields alone', () => {
  const fields = JSON.parse('{"__proto__": {"a": 1}, "b": 2}');
  expect([own(fields, 'a'), own(fields, 'b'), own(fields, 'toString')]).toEqual([undefined, 2, undefined]);
  expect(own(Object.assign(Object.create({ title: 'x' }), {}), 'title')).toBeUndefined();
});

it('takes the first that is given; zero and false are given', () => {
  expect(firstOf({ a: null, b: '', c: 0, d: 1 }, ['a', 'b', 'c', 'd'])).toEqual({ name: 'c', value: 0 });
  expect(firstOf({ a: false }, ['a'])).toEqual({ name: 'a', value: false });
  expect(firstOf({ a: null }, ['a', 'toString'])).toBeUndefined();
});

it('takes all that are given, in order', () => {
  expect(givenOf({ a: null, b: 0, c: 'x' }, ['c', 'a', 'b'])).toEqual([
    { name: 'c', value: 'x' },
    { name: 'b', value: 0 },
  ]);
});

it('takes texts and whole numbers as text, and nothing else', () => {
  expect([plainText('x'), plainText(5)]).toEqual(['x', '5']);
  for (const value of [1.5, 2 ** 60, true, {}, [], null]) expect(plainText(value)).toBeUndefined();
});

it.each([
  ['x', 'x'],
  [['x', 'y'], 'x'],
  [[1, 'y'], 'y'],
  [{ name: 'x', id: 'y' }, 'x'],
  [{ id: 'y' }, 'y'],
  [{ id: 2 }, undefined],
  [JSON.parse('{"__proto__": {"name": "x"}}'), undefined],
  [5, undefined],
])('finds the word in %j', (value, word) => {
  expect(wordIn(value)).toBe(word);
});

it('takes objects alone for fields', () => {
  expect([{}, [], null, 'x', 5].map(isFields)).toEqual([true, false, false, false, false]);
});
