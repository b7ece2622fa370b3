import { quoted } from '../../../src/http/quote-service';

const SECRET = 'gr8/s3cret+"phrase"<1>';
const inUnicode = (text: string): string => [...text].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
const each = (pattern: RegExp, write: (code: number) => string): string => SECRET.replace(pattern, (char) => write(char.charCodeAt(0)));

describe("a service's own words", () => {
  it('are read as people read them, whatever JSON and HTML have escaped', () => {
    const said = '{"error":"\\u003cb\\u003e caf\\u00e9 \\u0027x\\u0027: \\\\"a\\\\/b\\\\" &quot;y&quot; &#39;z&#x27; C:\\\\dir"}';
    expect(quoted(said, [])).toBe('{"error":"<b> café \'x\': "a/b" "y" \'z\' C:\\dir"}');
  });

  it('bring in nothing that is escaped and would be removed if it were not', () => {
    expect(quoted('a\\u001b[31m \\u202eb\\u0000 &#8238;c &#x110000; \\ud83d', [])).toBe('a b c \ufffd \ufffd');
  });

  it.each([
    ['as JSON', JSON.stringify(SECRET)],
    ['as JSON within JSON', JSON.stringify(JSON.stringify(SECRET))],
    ['with every character escaped', inUnicode(SECRET)],
    ['with some characters escaped', each(/[/+]/g, (code) => `\\u00${code.toString(16).toUpperCase()}`)],
    ['as Go writes it within JSON', JSON.stringify(each(/[<>]/g, (code) => `\\u00${code.toString(16)}`))],
    ['with escapes of two digits', each(/[^a-z0-9]/g, (code) => `\\x${code.toString(16)}`)],
    ['in decimal entities', each(/[^a-z0-9]/g, (code) => `&#${code};`)],
    ['in hexadecimal entities', each(/[^a-z0-9]/g, (code) => `&#x${code.toString(16)};`)],
    ['with an escaped colour inside', `${SECRET.slice(0, 5)}\\u001b[0m${SECRET.slice(5)}`],
    ['cut off', `${SECRET.slice(0, 14)}…`],
  ])('hide a secret that they quote %s', (_, form) => {
    const said = quoted(`bad header: ${form} (see the manual)`, [SECRET]);
    expect(said).toMatch(/^bad header: "?"?\[secret removed\]"?"?…? \(see the manual\)$/);
  });

  it('hide no path that only begins as a secret one', () => {
    expect(quoted('no such path: /services/hooks/y', ['/services/hooks/x'])).toBe('no such path: /services/hooks/y');
  });

  it('take no longer than their length', () => {
    expect(quoted('\\'.repeat(20_000), [SECRET])).toBe('\\');
  });
});
