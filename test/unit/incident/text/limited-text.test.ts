import fc from 'fast-check';
import { digestOf } from '../../../../src/incident/text/digest';
import { limitedId, limitedKeyword, limitedMemo, limitedSummary } from '../../../../src/incident/text/limited-text';

const utf8 = (text: string): number => new TextEncoder().encode(text).length;
const anyText = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 3_000 }), fc.string({ unit: 'binary', maxLength: 3_000 }));

it('leaves a short id as it is', () => {
  expect(limitedId('PROD-1/postFindings/http-health:https://db.example.com')).toBe(
    'PROD-1/postFindings/http-health:https://db.example.com',
  );
});

it('shortens a long id, and keeps what differs apart', () => {
  const long = `PROD-1/postFindings/${'x'.repeat(10_000)}`;
  expect(limitedId(long)).toMatch(/^PROD-1\/postFindings\/x+~[0-9a-z]{11}$/);
  expect(limitedId(long)).not.toBe(limitedId(`${long}y`));
  expect(limitedId(`a\u0000${'b'}`)).not.toBe(limitedId(`a\u0001${'b'}`));
});

function expectWithinLimits(text: string): void {
  expect(utf8(limitedId(text))).toBeLessThanOrEqual(255);
  expect(utf8(JSON.stringify(limitedSummary(text)))).toBeLessThanOrEqual(200);
  expect(limitedKeyword(text).length).toBeLessThanOrEqual(255);
  expect(utf8(JSON.stringify(limitedMemo(text)))).toBeLessThanOrEqual(1_000);
  for (const limited of [limitedId(text), limitedSummary(text), limitedKeyword(text), limitedMemo(text)]) {
    expect(limited).not.toMatch(/\p{Cc}/u);
    expect(limited.isWellFormed()).toBe(true);
  }
}

it('keeps every limit of the server for any text', () => {
  fc.assert(fc.property(anyText, expectWithinLimits));
});

it.each(['x', '"', '\u0001', '界', '👩\u200d💻', '\ud83d', 'a\u0301'])('keeps them for a text of 3,000 times %j', (unit) => {
  expectWithinLimits(unit.repeat(3_000));
});

it('tells different texts apart', () => {
  const digests = new Set(Array.from({ length: 20_000 }, (_, index) => digestOf(`https://db-${index}.example.com/`)));
  expect(digests.size).toBe(20_000);
});
