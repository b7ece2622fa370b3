import fc from 'fast-check';
import { identityOf } from '../../../../src/incident/text/identity';

describe('identityOf', () => {
  it('keeps the source in front, and composed and decomposed letters the same', () => {
    expect(identityOf('generic', 'cafe\u0301')).toBe(identityOf('generic', 'caf\u00e9'));
    expect(identityOf('generic', 'a')).not.toBe(identityOf('grafana', 'a'));
    expect(identityOf('generic', ' \u0000 ')).toBeNull();
  });

  it('tells all apart that differ, however long they are', () => {
    const text = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 4 }).filter((part) => part.trim() !== '');
    fc.assert(
      fc.property(text, text, fc.integer({ min: 500, max: 3_000 }), (one, other, length) => {
        fc.pre(one.trim() !== other.trim());
        const padding = 'x'.repeat(length);
        expect(identityOf('s', `${padding}${one.trim()}`)).not.toBe(identityOf('s', `${padding}${other.trim()}`));
        expect(identityOf('s', `${padding}${one.trim()}`)?.length).toBeLessThan(520);
      }),
    );
  });

  it('tells apart those of a megabyte that differ only at their ends', () => {
    const padding = 'x'.repeat(1_000_000);
    expect(identityOf('s', `${padding}a`)).not.toBe(identityOf('s', `${padding}b`));
    expect(identityOf('s', `${padding}a`)).toMatch(/^s:x+…?#[0-9a-f]{32}$/);
  });
});
