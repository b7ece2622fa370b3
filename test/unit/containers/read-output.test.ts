import fc from 'fast-check';
import { OUTPUT_CAP_BYTES, OutputReader } from '../../../src/containers/read-output';

const frame = (stream: 1 | 2, body: string): Buffer => {
  const content = Buffer.from(body);
  const head = Buffer.alloc(8);
  head[0] = stream;
  head.writeUInt32BE(content.length, 4);
  return Buffer.concat([head, content]);
};

it('takes frames apart wherever the network cuts them', () => {
  const frames = fc.array(fc.tuple(fc.constantFrom<1 | 2>(1, 2), fc.string({ unit: 'grapheme' })), { maxLength: 20 });
  fc.assert(
    fc.property(frames, fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (written, cuts) => {
      const bytes = Buffer.concat(written.map(([stream, body]) => frame(stream, body)));
      const reader = new OutputReader();
      for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
        const size = cuts[turn % cuts.length] ?? 1;
        reader.push(bytes.subarray(at, at + size));
        at += size;
      }
      const wanted = (stream: 1 | 2): string =>
        Buffer.concat(written.filter(([one]) => one === stream).map(([, body]) => Buffer.from(body))).toString();
      expect([reader.text('stdout'), reader.text('stderr'), reader.truncated]).toEqual([wanted(1), wanted(2), false]);
    }),
  );
});

it('drops what is past the cap of a stream, and says so', () => {
  const reader = new OutputReader();
  for (let round = 0; round < 5; round += 1) reader.push(frame(1, 'x'.repeat(OUTPUT_CAP_BYTES / 4)));
  reader.push(frame(2, 'still heard'));
  expect(reader.text('stdout')).toHaveLength(OUTPUT_CAP_BYTES);
  expect(reader.text('stderr')).toBe('still heard');
  expect(reader.truncated).toBe(true);
});
