import fc from 'fast-check';
import { FieldProblems } from '../../../../src/incident/alerts/field-problems';
import { alertLabels, keptLabels, mergeLabels, readLabels, readTags, valuesOf } from '../../../../src/incident/alerts/labels';

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
    expect(() => readLabels(many(1_001), 'labels')).toThrow('has 1001 labels');
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

describe('labels of an alert', () => {
  it.each([
    [undefined, {}, []],
    ['', {}, []],
    [{ env: 'prod', z: null }, { env: 'prod' }, []],
    ['env=prod, security', { env: 'prod', security: 'true' }, [{ field: 'labels', value: 'env=prod, security', taken: '2 labels' }]],
    [['env:prod', 5], { env: 'prod' }, [{ field: 'labels', value: '["env:prod",5]', taken: '1 label' }]],
    [5, {}, [{ field: 'labels', value: '5', taken: 'nothing' }]],
  ])('in %j are %j', (raw, labels, noted) => {
    const problems = new FieldProblems();
    expect(alertLabels(raw, 'labels', problems)).toEqual(labels);
    expect(problems.list()).toEqual(noted);
  });

  it('are all read, however many: privacy must not miss one', () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`k${index}`, 'v']));
    expect(Object.keys(alertLabels(many, 'labels', new FieldProblems()))).toHaveLength(5_000);
  });
});

it('reads tags as pairs, and bare words as true', () => {
  const problems = new FieldProblems();
  expect(readTags(['env:prod', 'security', null], problems)).toEqual({ env: 'prod', security: 'true' });
  expect(readTags('env:prod, security', problems)).toEqual({ env: 'prod', security: 'true' });
  expect(readTags({ env: 'prod' }, problems)).toEqual({ env: 'prod' });
  expect(problems.list()).toEqual([]);
  expect(readTags(5, problems)).toEqual({});
  expect(problems.list()).toEqual([{ field: 'tags', value: '5', taken: 'nothing' }]);
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
