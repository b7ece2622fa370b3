import fc from 'fast-check';
import { getEncoding } from 'js-tiktoken';
import { ONE_TOKEN_WORDS } from '../../../../src/mcp/text/one-token-words';
import { maxTokens } from '../../../../src/mcp/text/token-estimate';

const encoding = getEncoding('cl100k_base');
const tokensOf = (text: string): number => encoding.encode(text, 'all').length;

const ZALGO = fc.array(fc.tuple(fc.string({ minLength: 1, maxLength: 1 }), fc.stringMatching(/^[\u0300-\u036f]{0,12}$/)), {
  maxLength: 20,
});
const WORDS = fc.array(fc.constantFrom(...ONE_TOKEN_WORDS), { maxLength: 30 });

const HOSTILE = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 100 }),
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.stringMatching(/^[a-z ']{0,120}$/),
  fc.stringMatching(/^[qxzjvwk]{0,60}$/),
  fc.stringMatching(/^[A-Za-z0-9+/=]{0,120}$/),
  fc.stringMatching(/^["{}:,[\] a-z0-9'\\]{0,120}$/),
  fc.stringMatching(/^[\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7a3a-z 0-9]{0,60}$/),
  fc.stringMatching(/^(?:[\u{1f300}-\u{1faff}]|\u200d|\ufe0f| ){0,40}$/u),
  fc.stringMatching(/^[0-9\u0660-\u0669]{0,60}$/),
  ZALGO.map((marked) => marked.flat().join('')),
  WORDS.chain((words) => fc.constantFrom(' ', '"', ' "', "'", '-', '\n').map((between) => between + words.join(between))),
);

it('is never less than the tokens of any text', () => {
  fc.assert(
    fc.property(HOSTILE, fc.boolean(), (text, asJson) => {
      const sent = asJson ? JSON.stringify({ text }) : text;
      expect(maxTokens(sent)).toBeGreaterThanOrEqual(tokensOf(sent));
    }),
    { numRuns: 5_000 },
  );
});

it('is never less for any two characters between others', () => {
  const ascii = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at));
  for (const one of ascii) {
    for (const other of ascii) {
      for (const text of [one + other, `x${one}${other}y`, ` ${one}${other} `])
        expect([text, maxTokens(text) >= tokensOf(text)]).toEqual([text, true]);
    }
  }
});

it('counts each of the common words as no more than it is', () => {
  for (const word of ONE_TOKEN_WORDS) {
    const capital = `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
    for (const form of [word, capital])
      expect([form, tokensOf(form), tokensOf(` ${form}`), tokensOf(`"${form}`) <= 2]).toEqual([form, 1, 1, true]);
  }
});

it('is not far above the tokens of ordinary text', () => {
  const text =
    '{"title":"Checkout is slow since the last release","status":"fail","summary":"connection refused by db-1.example.com:5432 after 3 attempts"}';
  expect(maxTokens(text)).toBeLessThan(2.5 * tokensOf(text));
});
