import { plainRequestId, withSeen } from '../../../../src/incident/model/request-ids';

describe('withSeen', () => {
  it('keeps ten thousand UUIDs, and fewer of longer ids', () => {
    const fill = (length: number) =>
      Array.from({ length: 10_500 }, (_, index) => String(index).padStart(length, '0')).reduce(withSeen, [] as readonly string[]);
    expect(fill(36)).toHaveLength(10_000);
    const long = fill(200);
    expect(long.join('').length).toBeLessThanOrEqual(400_000);
    expect(long.at(-1)).toMatch(/10499$/);
  });
});

describe('plainRequestId', () => {
  it('leaves an ordinary id as it is', () => {
    expect(plainRequestId('3f0c: ack/PROD-1#2')).toBe('3f0c: ack/PROD-1#2');
  });

  it('keeps different ids different, each character in one byte', () => {
    const ids = ['é', '界', '🔥', '"', '\\', '\u0001', 'e'].map(plainRequestId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(Buffer.byteLength(JSON.stringify(id))).toBe(id.length + 2);
  });
});
