import fc from 'fast-check';
import { borderBefore, shortened } from '../../../../src/incident/text/graphemes';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const bordersOf = (text: string): Set<number> => new Set([...segmenter.segment(text)].map(({ index }) => index).concat(text.length));

const CLUSTERS = [
  'a',
  ' ',
  '&',
  'é',
  'q\u0303\u0323',
  '👨‍👩‍👧‍👦',
  '👍🏽',
  '❤️‍🔥',
  '🇩🇪',
  '🇨🇭',
  '1️⃣',
  '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
  '한',
  '\u1112\u1161\u11ab',
  'שָׁ',
  'நி',
  'กำ',
  '\n',
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...CLUSTERS), fc.string({ unit: 'grapheme-composite', maxLength: 2 })), { maxLength: 30 })
  .map((parts) => parts.join(''));

it('finds the border that Intl.Segmenter sees', () => {
  fc.assert(
    fc.property(text, fc.nat(200), (whole, wanted) => {
      const at = Math.min(wanted, whole.length);
      const borders = [...bordersOf(whole)].filter((border) => border <= at);
      expect(borderBefore(whole, at)).toBe(Math.max(0, ...borders));
    }),
    { numRuns: 2_000 },
  );
});

it('keeps to the limit, also where one character is longer than it', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 40 }), (whole, max) => {
      const short = shortened(whole, max);
      expect(short.length).toBeLessThanOrEqual(max);
      expect(short === whole || short.endsWith('…')).toBe(true);
    }),
  );
  const chain = `👨${'‍👨'.repeat(1_000)}`;
  expect(shortened(chain, 150)).toHaveLength(150);
  expect(shortened(chain, 151).isWellFormed()).toBe(true);
});
