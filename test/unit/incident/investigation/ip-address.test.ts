import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import {
  canonicalHost,
  carriedIpv4s,
  contains,
  firstHost,
  knownRange,
  readAddress,
  readRange,
} from '../../../../src/incident/investigation/ip-address';

it.each([
  ['2852039166', '169.254.169.254'],
  ['0xA9FEA9FE', '169.254.169.254'],
  ['0251.0376.0251.0376', '169.254.169.254'],
  ['025177524776', '169.254.169.254'],
  ['0xa9.254.0251.254', '169.254.169.254'],
  ['169.254.43518', '169.254.169.254'],
  ['127.1', '127.0.0.1'],
  ['127.0.0.1.', '127.0.0.1'],
  ['１２７。０。０。１', '127.0.0.1'],
  ['[::ffff:a9fe:a9fe]', '169.254.169.254'],
  ['::ffff:169.254.169.254', '169.254.169.254'],
  ['0:0:0:0:0:ffff:a9fe:a9fe', '169.254.169.254'],
  ['FE80:0::1%eth0', 'fe80::1'],
  ['fe80::1%25eth0', 'fe80::1'],
  ['2001:DB8:0:0::1', '2001:db8::1'],
  ['Shop.Example.COM.', 'shop.example.com'],
  ['BÜCHER.example', 'xn--bcher-kva.example'],
  ['ⓛⓞⓒⓐⓛⓗⓞⓢⓣ', 'localhost'],
  ['db_1', 'db_1'],
])('%s is %s', (text, expected) => {
  expect(canonicalHost(text)).toBe(expected);
});

it.each([
  '',
  '.',
  'a b',
  'a/b',
  'a@b',
  'a%2eb',
  'a?b',
  '1.2.3.4.5',
  '256.1.1.1',
  '4294967296',
  '0x1ffffffff',
  '[::1',
  '::g',
  'a\\b',
  'a#b',
])('%j cannot be a host', (text) => {
  expect([text, canonicalHost(text)]).toEqual([text, text === '[::1' ? '::1' : null]);
});

it('reads what it writes, whatever the address', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4Extended(), fc.ipV4(), fc.ipV6()), (text) => {
      const address = readAddress(text);
      if (address === null) throw new Error(`${text} was not read`);
      expect(address.version === 4 ? isIPv4(address.text) : isIPv6(address.text)).toBe(true);
      expect(readAddress(address.text)).toEqual(address);
      expect(contains(knownRange(address.text), address)).toBe(true);
    }),
  );
});

it('knows what a range holds', () => {
  const holds = (range: string, text: string) =>
    contains(knownRange(range), readAddress(text) as NonNullable<ReturnType<typeof readAddress>>);
  expect(holds('10.1.2.3/8', '10.255.255.255')).toBe(true);
  expect(holds('10.0.0.0/8', '11.0.0.0')).toBe(false);
  expect(holds('fd00::/8', 'fdff::1')).toBe(true);
  expect(holds('0.0.0.0/0', '::1')).toBe(false);
  expect(firstHost(knownRange('172.17.0.0/16')).text).toBe('172.17.0.1');
  expect(firstHost(knownRange('fd00:1::/64')).text).toBe('fd00:1::1');
});

it.each(['', 'db-1', '10.0.0.0/33', 'fd00::/129', '10.0.0.0/x', '10.0.0.0/8/8', '10.0.0.0/-1'])('%j is not a range', (text) => {
  expect(readRange(text)).toBeNull();
});

it.each([
  ['::169.254.169.254', '169.254.169.254'],
  ['::ffff:0:169.254.169.254', '169.254.169.254'],
  ['64:ff9b::a9fe:a9fe', '169.254.169.254'],
  ['64:ff9b:1::a9fe:a9fe', '169.254.169.254'],
  ['64:ff9b:1:a9fe:a9:fe00:808:808', '169.254.169.254'],
  ['64:ff9b:1:00a9:fe:a9fe:808:808', '169.254.169.254'],
  ['64:ff9b:1:0:a9:fea9:fe08:808', '169.254.169.254'],
  ['2002:a9fe:a9fe::1', '169.254.169.254'],
  ['2001:0:1234::5601:5601', '169.254.169.254'],
  ['2001:db8::200:5efe:a9fe:a9fe', '169.254.169.254'],
  ['2001:db8::5efe:a9fe:a9fe', '169.254.169.254'],
  ['2001:db8::a9fe:a9fe', undefined],
  ['10.0.0.1', undefined],
])('%s carries %s', (text, carried) => {
  const found = carriedIpv4s(readAddress(text) as NonNullable<ReturnType<typeof readAddress>>).map((address) => address.text);
  expect(found).toEqual(carried === undefined ? [] : expect.arrayContaining([carried]));
});
