import fc from 'fast-check';
import { keptLabels, mergeLabels, readLabels, readTags, valuesOf } from '../../../src/incident/labels';

describe('readLabels', () => {
  it('cleans names and values and drops what is none', () => {
    const raw = JSON.parse(
      '{"a": "x\\u0000\\u001b[31my", " ": 1, "__proto__": 1, "n": 0, "f": false, "z": null, "l": ["a", "b"], "o": {"k": 1}}',
    );
    expect(readLabels(raw, 'labels')).toEqual({ a: 'x y', n: '0', f: 'false', l: 'a, b', o: '{"k":1}' });
  });

  it('reads lists of pairs', () => {
    expect(readLabels(['env:prod', 'url=https://a.example.com/x=1'], 'labels')).toEqual({ env: 'prod', url: 'https://a.example.com/x=1' });
  });

  it.each(['x', 5, true, ['prod'], [5]])('refuses %j, naming the field', (raw) => {
    expect(() => readLabels(raw, 'alerts[0].labels')).toThrow(/^alerts\[0\]\.labels: /);
  });

  it('refuses more than a thousand: privacy must not miss one', () => {
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));
    expect(Object.keys(readLabels(many(1_000), 'labels'))).toHaveLength(1_000);
    expect(() => readLabels(many(1_001), 'labels')).toThrow('at most 1000 labels');
  });

  it('gives text alone, whatever comes', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (raw) => {
        for (const [name, value] of Object.entries(readLabels(raw, 'labels'))) {
          expect(name).not.toBe('');
          expect(typeof value).toBe('string');
          expect(value).not.toContain('[object');
        }
      }),
    );
  });
});

it('reads tags as pairs, and bare words as true', () => {
  expect(readTags(['env:prod', 'security', null])).toEqual({ env: 'prod', security: 'true' });
  expect(readTags('env:prod, security')).toEqual({ env: 'prod', security: 'true' });
  expect(readTags({ env: 'prod' })).toEqual({ env: 'prod' });
  expect(() => readTags(5)).toThrow(/^tags: /);
});

it('merges sets without losing a value, and takes them apart again', () => {
  const merged = mergeLabels([{ a: '1', b: 'x' }, { a: '2' }, { a: '1', c: 'y' }]);
  expect(merged).toEqual({ a: '1, 2', b: 'x', c: 'y' });
  expect(valuesOf(merged.a ?? '')).toEqual(['1, 2', '1', '2']);
});

it('keeps what an incident can carry', () => {
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`k${index}`, 'v'.repeat(1_000)]));
  const kept = keptLabels(many);
  expect(Object.keys(kept)).toHaveLength(60);
  expect(kept.k0).toHaveLength(500);
});
