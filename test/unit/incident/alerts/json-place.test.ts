import fc from 'fast-check';
import { jsonErrorAt } from '../../../../src/incident/alerts/json-place';

describe('the place where text stops being JSON', () => {
  it.each([
    ['{"title": "x", "severity": NaN}', 'NaN'],
    ['{"a": [1, -Infinity]}', '-Infinity'],
    ['{"a": undefined}', 'undefined'],
    ["{'a': 1}", "'a'"],
    ['{"a": 1,}', '}'],
    ['[1,]', ']'],
    ['{"a" 1}', '1'],
    ['{"a": 01}', '01'],
    ['{"a": "x\ny"}', '\n'],
    ['{"a": "\\x"}', '\\x'],
    ['{"a": 1}{', '{'],
    ['{"a": 1]', ']'],
    ['{"a": True}', 'True'],
  ])('in %j is at %j', (text, wrong) => {
    expect(jsonErrorAt(text)).toBe(text.lastIndexOf(wrong));
    expect(() => JSON.parse(text)).toThrow();
  });

  it.each(['{"a": ', '["x', '', '{"a": 1', '['.repeat(100_000)])('is the end when it is cut (%#)', (text) => {
    expect(jsonErrorAt(text)).toBe(text.length);
  });

  it('is nowhere exactly where the engine reads it', () => {
    const almost = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', '0', '\\', ' ')).map(([json, at, extra]) => {
      const place = at % (json.length + 1);
      return json.slice(0, place) + extra + json.slice(place);
    });
    fc.assert(
      fc.property(fc.oneof(fc.json(), almost, fc.string()), (text) => {
        expect(jsonErrorAt(text) === null).toBe(isJson(text));
      }),
      { numRuns: 500 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
