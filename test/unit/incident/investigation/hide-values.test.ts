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

  it.each([
    ['Go in JSON', String.raw`p\u003cä\u003e/\u0026s+w\"o'rd!(4)*`],
    ['Python in JSON', String.raw`p<\u00e4>/&s+w\"o'rd!(4)*`],
    ['.NET in JSON', String.raw`p\u003C\u00E4\u003E/\u0026s\u002Bw\u0022o\u0027rd!(4)*`],
    ['Go in HTML', 'p&lt;ä&gt;/&amp;s+w&#34;o&#39;rd!(4)*'],
    ['a template of Go', 'p&lt;ä&gt;/&amp;s&#43;w&#34;o&#39;rd!(4)*'],
    ['Go in an address', 'p%3C%C3%A4%3E%2F%26s%2Bw%22o%27rd%21%284%29%2A'],
    ['Python in an address', 'p%3C%C3%A4%3E/%26s%2Bw%22o%27rd%21%284%29%2A'],
  ])('hides the whole of a secret that is written as %s does', (_, text) => {
    expect(hideValues(`before ${text} after`, { S: `p<ä>/&s+w"o'rd!(4)*` })).toBe('before [secret S] after');
  });

  it.each([
    ['a colour', '\u001b[01;31m\u001b[K'],
    ['a zero-width space', '\u200b'],
    ['a change of direction', '\u202e'],
    ['a NUL', '\u0000'],
  ])('hides a secret with %s inside, which cleaning would remove', (_, unseen) => {
    expect(hideValues(`before hunter${unseen}2again after`, { S: 'hunter2again' })).toBe('before [secret S] after');
    expect(hideValues(`before hun${unseen}ter after`, { S: 'hunter' })).toBe('before [secret S] after');
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
