import fc from 'fast-check';
import { hideValues, SHORTEST_SECRET } from '../../../../src/incident/investigation/hide-values';

const SECRET = 'pä/ss+w"rd 42?';
const hide = (text: string) => hideValues(text, { DB_PASSWORD: SECRET });

describe('hideValues', () => {
  it.each([
    ['plain', SECRET],
    ['base64', Buffer.from(SECRET).toString('base64')],
    ['base64 after a name', Buffer.from(`shop:${SECRET}`).toString('base64')],
    ['base64 for URLs', Buffer.from(SECRET).toString('base64url')],
    ['percent-encoded', encodeURIComponent(SECRET)],
    ['percent-encoded in lower case', encodeURIComponent(SECRET).replace(/%../g, (code) => code.toLowerCase())],
    ['of a form', new URLSearchParams({ x: SECRET }).toString().slice(2)],
    ['in JSON', JSON.stringify(SECRET)],
    ['in JSON with escaped slashes', JSON.stringify(SECRET).replaceAll('/', '\\/')],
    ['hexadecimal', Buffer.from(SECRET).toString('hex')],
  ])('hides a secret that is %s', (_, text) => {
    const hidden = hide(`before ${text} after`);
    expect(hidden).toMatch(/^before .{0,12}\[secret DB_PASSWORD\].{0,6} after$/);
  });

  const bytes = Buffer.from(SECRET);
  const hex = bytes.toString('hex');
  it.each([
    ['in HTML', SECRET.replaceAll('"', '&quot;')],
    ['in HTML with escaped slashes', SECRET.replaceAll('"', '&quot;').replaceAll('/', '&#x2F;')],
    ['wrapped after every five characters', SECRET.replace(/.{5}/g, '$&\n')],
    ['in base64, wrapped', bytes.toString('base64').replace(/.{4}/g, '$&\r\n  ')],
    ['a dump of bytes', hex.replace(/../g, '$& ').trim()],
    ['a dump of words', hex.replace(/.{4}/g, '$& ').trim()],
    ['a fingerprint', hex.toUpperCase().replace(/..(?=.)/g, '$&:')],
  ])('hides a secret that is %s', (_, text) => {
    expect(hide(`before ${text} after`)).toMatch(/^before .{0,4}\[secret DB_PASSWORD\].{0,6} after$/s);
  });

  it('hides a part of it, as a limit of the output leaves it', () => {
    expect(hide(`password is ${SECRET.slice(0, 9)}`)).toBe('password is [secret DB_PASSWORD]');
    expect(hide(`${SECRET.slice(3)} was it, and ${SECRET}${SECRET}`)).toBe('[secret DB_PASSWORD] was it, and [secret DB_PASSWORD]');
  });

  it('keeps everything else, and names each secret', () => {
    const text = 'TCP OK - 0.001 second response time';
    expect(hide(text)).toBe(text);
    expect(hideValues('abcdef ghijkl', { A: 'abcdef', B: 'ghijkl' })).toBe('[secret A] [secret B]');
  });

  it('leaves no eight characters of any secret, wherever they stand', () => {
    fc.assert(
      fc.property(fc.string({ minLength: SHORTEST_SECRET, maxLength: 60 }), fc.string(), fc.string(), (secret, before, after) => {
        const hidden = hideValues(before + secret + after, { S: secret });
        const size = Math.min(8, secret.length);
        for (let at = 0; at + size <= secret.length; at += 1) {
          const part = secret.slice(at, at + size);
          if (!'[secret S]'.includes(part) && !before.includes(part) && !after.includes(part))
            expect(hidden.split('[secret S]').join('\n')).not.toContain(part);
        }
      }),
    );
  });
});
