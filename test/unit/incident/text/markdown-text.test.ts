import fc from 'fast-check';
import { markdownFence, markdownLine, markdownLink, markdownTable } from '../../../../src/incident/text/markdown-text';

describe('markdownLine', () => {
  it.each([
    ['a  \n b', 'a b'],
    ['<b>&lt; & &#60;', '&lt;b>&amp;lt; & `&#60`;'],
    ['> quoted > not', '&gt; quoted > not'],
    ['172.17.0.2:5432', '172.17.0.2:5432'],
    ['4.7 s', '4.7 s'],
    ['-5 %', '-5 %'],
    ['#incident', '\\#incident'],
    ['in #incident-1', 'in #incident-1'],
    ['#', '\\#'],
    ['a #', 'a \\#'],
    ['snake_case _a_ a__b', 'snake_case \\_a\\_ a\\_\\_b'],
    ['a\\', 'a\\\\'],
    ['\\*a*', '\\\\\\*a\\*'],
    ['![a](b) see !12 and &12', '\\!\\[a\\](b) see \\!12 and &amp;12'],
    ['a|b', 'a&#124;b'],
    ['*x* _y_ `z` [l](u) !i # ~s~ $m$', '\\*x\\* \\_y\\_ \\`z\\` \\[l\\](u) !i \\# \\~s\\~ \\$m\\$'],
    ['- item', '\\- item'],
    ['+ item', '\\+ item'],
    ['=== ', '\\==='],
    ['12. item', '12\\. item'],
    ['3) item', '3\\) item'],
    ['C:\\x', 'C:\\x'],
    ['a\u202eb\u0000c', 'abc'],
    ['see https://evil.example.com/a_b, now', 'see `https://evil.example.com/a_b`, now'],
    ['www.evil.example.com', '`www.evil.example.com`'],
    ['couldn\'t identify "a@example.com": no', 'couldn\'t identify "`a@example.com`": no'],
    ['health (https://example.com/a) fails', 'health (`https://example.com/a`) fails'],
    ['see https://example.com/a; (or a @group)', 'see `https://example.com/a`; (or a `@group`)'],
    ['ask @channel or ben@example.com', 'ask `@channel` or `ben@example.com`'],
    ['<@U123> <!here>', '`<@U123>` &lt;!here>'],
    ['fixes #12 and GH-12', 'fixes `#12` and `GH-12`'],
    ['a|@ben`@eve', 'a&#124;`@ben`\\``@eve`'],
    ['5 @ 3, #war-room', '5 @ 3, #war-room'],
  ])('makes of %j %j', (text, expected) => {
    expect(markdownLine(text)).toBe(expected);
  });

  it('cuts the text before it escapes it, and no character in half', () => {
    expect(markdownLine('*****', 3)).toBe('\\*\\*…');
    expect(markdownLine('a🔥b', 3)).toBe('a…');
  });

  it('takes a time that grows with the text alone', () => {
    const words = ['aaaa:', 'www', '@', '#', '`', '|'];
    const text = Array.from({ length: 200_000 }, (_, index) => words[index % words.length]).join('');
    expect(markdownLine(text, text.length).length).toBeGreaterThan(text.length);
  });

  it('lets no markup through that is not escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'\\`*_[]#!~$<>&|-+=1.)ab@ \n') }), (text) => {
        // A letter does not stand for markup, and keeps what is beside it apart.
        const bare = markdownLine(text)
          .replace(/\\[^\p{L}\p{N}\s]|`[^`]+`/gu, '.')
          .replace(/&(?:lt|gt|amp|#124);/g, '.');
        expect(bare).not.toMatch(/[`*[\]~$<|\n]|(?<![ab1])_|_(?![ab1])|#(?![ab1])|![[1]|&[#ab1]|\\(?![ab1])/);
        expect(markdownLine(text)).not.toMatch(/^(?:[#>]|[-+=](?![ab1])|1+[.)](?: |$))/);
      }),
    );
  });
});

describe('markdownFence', () => {
  it('is longer than any run of backticks inside', () => {
    expect(markdownFence('a', 'json')).toBe('```json\na\n```');
    expect(markdownFence('````')).toBe('`````\n````\n`````');
  });

  it('is ended by nothing inside', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', '\n', '\r', '\u2028', 'a', ' ') }), (text) => {
        const [opening = '', ...rest] = markdownFence(text).split('\n');
        const inside = rest.slice(0, -1);
        expect(rest.at(-1)).toBe(opening);
        expect(inside.some((line) => line.trim().startsWith(opening))).toBe(false);
      }),
    );
  });
});

it('keeps a table’s cells apart, and as many as its head has', () => {
  expect(markdownTable(['a', 'b'], [['x|y', 'l1\nl2', 'more'], ['z']])).toBe('| a | b |\n| --- | --- |\n| x&#124;y | l1 l2 |\n| z |  |');
});

it('links web addresses alone', () => {
  expect(markdownLink('https://a.example.com/x?y=1')).toBe('[a.example.com](<https://a.example.com/x?y=1>)');
  expect(markdownLink('https://good.example.com@evil.example.com/')).toBe(
    '[evil.example.com](<https://good.example.com@evil.example.com/>)',
  );
  expect(markdownLink('javascript:alert(1)')).toBe('javascript:alert(1)');
  expect(markdownLink('https://a.example.com/><script>')).toBe('`https://a.example.com/><script>`');
});
