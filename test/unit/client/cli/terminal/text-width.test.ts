import fc from 'fast-check';
import { cutToWidth, padToWidth, textWidth } from '../../../../../src/client/cli/terminal/text-width';

describe('textWidth', () => {
  it.each([
    ['plain', 5],
    ['', 0],
    ['テスト', 6],
    ['데이터', 6],
    ['🔥', 2],
    ['👩‍🚒', 2],
    ['✓', 1],
    ['⛔', 2],
    ['é', 1],
    ['Ｗ', 2],
  ])('%s takes %i columns', (text, columns) => expect(textWidth(text)).toBe(columns));
});

describe('cutToWidth', () => {
  it('never cuts a wide character in two', () => expect(cutToWidth('テスト', 4)).toBe('テ…'));
  it('leaves what fits', () => expect(cutToWidth('テスト', 6)).toBe('テスト'));
  it('keeps any text within its columns', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 1, max: 20 }),
        (text, columns) => textWidth(cutToWidth(text, columns)) <= columns,
      ),
    );
  });
});

it('padToWidth fills up to the columns', () => expect(padToWidth('データ', 8)).toBe('データ  '));
