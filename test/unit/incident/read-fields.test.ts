import fc from 'fast-check';
import { firstOf, isFields, optionalText, own, shown, textOf } from '../../../src/incident/read-fields';

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

it('takes texts and whole numbers as text, and names the field of anything else', () => {
  expect([textOf('x', 'f'), textOf(5, 'f')]).toEqual(['x', '5']);
  for (const value of [1.5, 2 ** 60, true, {}, [], null]) expect(() => textOf(value, 'f')).toThrow(/^f: .*is no text/);
  expect(optionalText({ b: 'x' }, ['a', 'b'], 'f')).toBe('x');
  expect(optionalText({}, ['a'], 'f')).toBeUndefined();
});

it('takes objects alone for fields', () => {
  expect([{}, [], null, 'x', 5].map(isFields)).toEqual([true, false, false, false, false]);
});
