import fc from 'fast-check';
import { readSeverity } from '../../../../src/incident/alerts/severity-words';
import { SEVERITIES, worstSeverity } from '../../../../src/incident/model/severity';

const FAMILIES = {
  critical: 'critical crit fatal emergency panic disaster extreme blocker page p0 p1 sev0 sev1',
  high: 'high error err major severe p2 sev2',
  medium: 'medium moderate average warning warn degraded p3 sev3',
  low: 'low minor info notice debug trace none p4 p5 sev4 sev5',
};
const WORDS = Object.entries(FAMILIES).flatMap(([severity, words]) => words.split(' ').map((word): [string, string] => [word, severity]));

describe('readSeverity', () => {
  it.each(WORDS)('reads %s as %s', (word, severity) => {
    for (const spelled of [word, word.toUpperCase(), `  ${word}\n`, `🔥 ${word}`, `[${word}]`, `${word}: db-1`, `\u200b${word}`]) {
      expect([spelled, readSeverity(spelled)]).toEqual([spelled, expect.objectContaining({ severity, defaulted: false })]);
    }
  });

  it.each([
    [0, 'critical'],
    [1, 'critical'],
    [2, 'high'],
    [3, 'medium'],
    [4, 'low'],
    [5, 'low'],
    ['3', 'medium'],
    ['SEV-2', 'high'],
    ['Sev 1', 'critical'],
    ['Severity 4', 'low'],
    ['Priority 2', 'high'],
    ['P_3', 'medium'],
    ['P1 - Critical', 'critical'],
    ['2 - High', 'high'],
    ['🔴', 'critical'],
    ['🟡🟡', 'medium'],
    ['🔴high', 'high'],
  ])('reads %j as %s', (raw, severity) => {
    expect(readSeverity(raw)).toMatchObject({ severity, defaulted: false, raw: String(raw) });
  });

  it.each(['', ' \u200b ', null, undefined])('takes the default for %j, which says nothing', (raw) => {
    expect(readSeverity(raw)).toEqual({ severity: 'medium', defaulted: true, raw: null, isOdd: false });
  });

  it.each(['banana', 'constructor', '__proto__', 'toString', 'non-critical', 'not critical', '6', '-1', '2.5', 'p9', 'highly'])(
    'takes the default for %s and keeps the word',
    (raw) => {
      expect(readSeverity(raw)).toEqual({ severity: 'medium', defaulted: true, raw, isOdd: true });
    },
  );

  it.each([
    [-1, '-1'],
    [6, '6'],
    [8, '8'],
    [7.5, '7.5'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [true, 'true'],
    [[], '[]'],
    [{}, '{}'],
    [{ id: 2 }, '{"id":2}'],
  ])('takes the default for %j, marks it as odd and keeps it', (raw, kept) => {
    expect(readSeverity(raw)).toEqual({ severity: 'medium', defaulted: true, raw: kept, isOdd: true });
  });

  it.each([
    [['critical'], 'critical'],
    [{ name: 'High', id: 2 }, 'high'],
    [{ value: 'low' }, 'low'],
    [{ id: 'P1' }, 'critical'],
    [[null, 'warning'], 'medium'],
    [['warning', 'critical', 'low'], 'critical'],
  ])('reads the word in %j, and marks it as odd', (raw, severity) => {
    expect(readSeverity(raw)).toMatchObject({ severity, defaulted: false, isOdd: true });
  });

  it('never says known of a default, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const read = readSeverity(raw);
        expect(SEVERITIES).toContain(read.severity);
        if (read.defaulted) expect(read.severity).toBe('medium');
        expect([...(read.raw ?? '')].length).toBeLessThanOrEqual(60);
      }),
    );
  });
});

describe('worstSeverity', () => {
  it('is the graver one in either order', () => {
    const one = fc.constantFrom(...SEVERITIES);
    fc.assert(
      fc.property(one, one, (a, b) => {
        expect(worstSeverity(a, b)).toBe(worstSeverity(b, a));
        expect(SEVERITIES.indexOf(worstSeverity(a, b))).toBe(Math.min(SEVERITIES.indexOf(a), SEVERITIES.indexOf(b)));
      }),
    );
  });
});
