import fc from 'fast-check';
import { fits, readTarget, subjectOf } from '../../../../src/incident/investigation/target';

describe('readTarget', () => {
  it.each([
    ['https://shop.example.com', { scheme: 'https', host: 'shop.example.com', port: 443, path: '/' }],
    ['http://shop.example.com:8080/health?x=1#y', { url: 'http://shop.example.com:8080/health?x=1', port: 8080, path: '/health?x=1' }],
    ['https://me:secret@shop.example.com/', { url: 'https://shop.example.com/', host: 'shop.example.com' }],
    ['http://[2001:db8::1]:81/', { url: 'http://[2001:db8::1]:81/', host: '2001:db8::1', port: 81 }],
    ['db-1:5432', { url: null, scheme: null, host: 'db-1', port: 5432 }],
    ['[2001:db8::1]:5432', { host: '2001:db8::1', port: 5432 }],
    ['postgres://db-1/shop', { url: null, scheme: 'postgres', host: 'db-1', port: 5432 }],
    ['10.0.0.5', { host: '10.0.0.5', port: null }],
    [' db-1:5432 ', { text: 'db-1:5432' }],
    ['0xA9FEA9FE:80', { host: '169.254.169.254' }],
    ['[::ffff:a9fe:a9fe]:80', { host: '169.254.169.254' }],
    ['http://2852039166/x', { url: 'http://169.254.169.254/x' }],
    ['http://[::ffff:10.0.0.5]:8080/x', { url: 'http://10.0.0.5:8080/x', host: '10.0.0.5' }],
    ['postgres://0x7f.1/shop', { host: '127.0.0.1' }],
    ['https://Shop.Example.COM./x', { url: 'https://shop.example.com/x', host: 'shop.example.com' }],
    ['bücher.example:80', { host: 'xn--bcher-kva.example' }],
  ])('reads %s', (text, expected) => {
    expect(readTarget(text)).toMatchObject(expected);
  });

  it.each([
    '',
    ' ',
    '-rf',
    '--help',
    'a b',
    'a;b',
    '$(id)',
    '`id`',
    'db-1:0',
    'db-1:70000',
    'db-1:x',
    'http://',
    'http://a b/',
    'db-1:5432/x',
    `http://a/${'x'.repeat(2_000)}`,
    `${'a.'.repeat(1_000)}example.com:80`,
  ])('finds nothing to look at in %j', (text) => {
    expect(readTarget(text)).toBeNull();
  });

  it('never gives a host that a command could take for an option or a shell for a command', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.tuple(fc.domain(), fc.nat(70_000)).map(([host, port]) => `${host}:${port}`),
        ),
        (text) => {
          const target = readTarget(text);
          if (target !== null) expect(target.host).toMatch(/^[A-Za-z0-9:][A-Za-z0-9.:_-]*$/);
        },
      ),
    );
  });
});

it('knows which kinds of probes a target fits', () => {
  const kinds = ['none', 'url', 'https', 'host', 'name', 'hostport'] as const;
  const fitting = (text: string) => kinds.filter((kind) => fits(readTarget(text) as NonNullable<ReturnType<typeof readTarget>>, kind));
  expect(fitting('https://a.example.com')).toEqual(['none', 'url', 'https', 'host', 'name', 'hostport']);
  expect(fitting('http://10.0.0.1/')).toEqual(['none', 'url', 'host', 'hostport']);
  expect(fitting('db-1:5432')).toEqual(['none', 'host', 'name', 'hostport']);
  expect(fitting('2001:db8::1')).toEqual(['none', 'host']);
});

it('gives two targets the same subject when a probe would see the same', () => {
  const subjects = ['http://[2001:db8::1]:81/a', '[2001:db8::1]:81'].map((text) => {
    const target = readTarget(text);
    return target === null ? null : subjectOf(target, 'hostport');
  });
  expect(subjects).toEqual(['[2001:db8::1]:81', '[2001:db8::1]:81']);
});
