import fc from 'fast-check';
import { cleanLine, cleanText } from '../../../../src/incident/text/clean-text';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
const DIRTY = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/;

describe('cleanLine', () => {
  it.each([
    ['  a \t\n b  ', 'a b'],
    ['a\u0000b\u0007', 'a b'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007text', 'text'],
    ['\u001b]8;;https://evil.example\u001b\\link', 'link'],
    ['a\u202egnp.exe', 'agnp.exe'],
    ['\u200b\u2060\ufeff\u2800', ''],
    ['cafe\u0301', 'café'],
    ['broken \ud83d emoji \udc00', 'broken \ufffd emoji \ufffd'],
    ['$& $1 `x`', '$& $1 `x`'],
    ['a\u2028b', 'a b'],
    ['علی\u200cرضا', 'علی\u200cرضا'],
    ['Jo 👩\u200d💻', 'Jo 👩\u200d💻'],
    ['👩🏽\u200d🚒 👨\u200d👩\u200d👧 🏳\ufe0f\u200d🌈', '👩🏽\u200d🚒 👨\u200d👩\u200d👧 🏳\ufe0f\u200d🌈'],
    ['ශ්\u200dරී क्\u200dष അവന്\u200d', 'ශ්\u200dරී क्\u200dष അവന്\u200d'],
    ['ad\u200cmin r\u200doot \u200dx 👩\u200d x\u200c', 'admin root x 👩 x'],
    ['علی\u200c\u200cرضا \u200cرضا\u200c', 'علیرضا رضا'],
    ['👩\u200d\u200b💻', '👩💻'],
  ])('makes of %j %j', (raw, expected) => {
    expect(cleanLine(raw, 100)).toBe(expected);
  });

  it('cuts at a character, with a mark', () => {
    expect(cleanLine('🔥🔥🔥🔥', 3)).toBe('🔥🔥…');
    expect(cleanLine('abc', 3)).toBe('abc');
    expect(cleanLine('👩\u200d💻👩\u200d💻', 5)).toBe('👩\u200d💻…');
    expect(cleanLine('ab  cd', 4)).toBe('ab…');
  });

  it('keeps four marks on a character at most', () => {
    expect(cleanLine(`D${'\u0334'.repeat(60)}isk`, 100)).toBe(`D${'\u0334'.repeat(4)}isk`);
  });

  it('counts marks across joiners, so that none hides a tower of them', () => {
    expect(cleanLine(`न${'\u094d\u200d'.repeat(60)}`, 1_000).match(/\u094d/g)).toHaveLength(4);
  });

  it('is one clean line within its limit, and cleaning it again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 50 }), (raw, max) => {
        const line = cleanLine(raw, max);
        expect(line).not.toMatch(DIRTY);
        expect(line).not.toMatch(/\n|^\s|\s$/);
        expect(line).toBe(Buffer.from(line, 'utf8').toString('utf8'));
        expect([...line].length).toBeLessThanOrEqual(max);
        expect(cleanLine(line, max)).toBe(line);
      }),
    );
  });
});

describe('cleanText', () => {
  it('keeps line breaks of every kind', () => {
    expect(cleanText(' a\r\nb\rc\n\td ', 100)).toBe('a\nb\nc\n d');
  });

  it('has no control characters but line breaks', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (raw) => expect(cleanText(raw, 1_000)).not.toMatch(DIRTY)));
  });
});
