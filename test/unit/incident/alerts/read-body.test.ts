import { parseEvents } from '../../../../src/incident/alerts/parse-events';
import { readBody } from '../../../../src/incident/alerts/read-body';
import { InvalidInputError } from '../../../../src/incident/text/errors';

const FORM = 'application/x-www-form-urlencoded; charset=UTF-8';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function refusal(body: string | Uint8Array, contentType?: string): InvalidInputError {
  try {
    readBody(body, contentType);
  } catch (error) {
    if (error instanceof InvalidInputError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

it.each([undefined, 'application/json', 'text/plain; charset=UTF-8', FORM, 'multipart/form-data; boundary=x', '', 'nonsense'])(
  'JSON is read whatever the content type says: %s',
  (contentType) => {
    expect(readBody(bytes('\ufeff{"title": "a=b&c"}'), contentType)).toEqual({ title: 'a=b&c' });
  },
);

describe('a form', () => {
  const json = encodeURIComponent('{"title": "Disk full", "severity": "high"}');

  it.each(['payload', 'body', 'data', 'json'])('whose field %s holds JSON is that value', (field) => {
    expect(readBody(bytes(`token=x&${field}=${json}`), FORM)).toEqual({ title: 'Disk full', severity: 'high' });
  });

  it('is else the object of its fields', () => {
    const form = readBody(
      bytes('monitorID=7&alertType=1&monitorFriendlyName=Shop+%26+cart&alertTypeFriendlyName=Down&bad=%zz&body=plain'),
      FORM,
    );
    expect(form).toEqual({
      monitorID: '7',
      alertType: '1',
      monitorFriendlyName: 'Shop & cart',
      alertTypeFriendlyName: 'Down',
      bad: '%zz',
      body: 'plain',
    });
    expect(parseEvents(form, { receivedAt: '2026-11-24T00:00:00.000Z' })).toMatchObject([
      { source: 'uptimerobot', title: 'Shop & cart is down' },
    ]);
  });

  it('touches no prototype, and the last of two equal names counts', () => {
    const form = readBody(bytes('__proto__=a&constructor=b&title=1&title=2'), FORM) as Record<string, unknown>;
    expect(Object.getPrototypeOf(form)).toBeNull();
    expect(Object.keys(form)).toEqual(['__proto__', 'constructor', 'title']);
    expect(form.title).toBe('2');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('is read in parts, too', () => {
    const part = (name: string, value: string) => `--xyz\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const type = 'multipart/form-data; boundary=xyz';
    expect(readBody(bytes(`${part('data', '{"msg": "m"}')}--xyz--\r\n`), type)).toEqual({ msg: 'm' });
    expect(
      readBody(bytes(`${part('title', 'Disk full')}${part('severity', 'high')}--xyz--`), 'multipart/form-data; boundary="xyz"'),
    ).toEqual({
      title: 'Disk full',
      severity: 'high',
    });
  });

  it('is refused if it has more fields than any form has', () => {
    expect(refusal(bytes('a=b&'.repeat(1_001)), FORM).message).toBe(
      'body: is a form of more than 1000 fields (allowed: at most 1000 fields)',
    );
  });

  it('is refused without its content type, and where its JSON is broken', () => {
    expect(refusal(bytes(`payload=${json}`))).toMatchObject({ field: 'body' });
    expect(refusal(bytes(`payload=${json}`), 'text/plain; charset=x').message).toBe(
      'body: is not valid JSON at line 1, column 1; it was sent as text/plain (allowed: a JSON object or array)',
    );
    expect(refusal(bytes('title'), 'token=secret').message).toBe(
      'body: is not valid JSON at line 1, column 1 (allowed: a JSON object or array)',
    );
    expect(refusal(bytes('payload=%7B%22title'), FORM).message).toBe(
      'body: the field payload of the form is not valid JSON at line 1, column 8 (allowed: a JSON object or array)',
    );
  });
});

it('what begins like JSON is not read as a form, although curl sends it as one by default', () => {
  expect(refusal(bytes('{"title": "Disk full",}'), FORM).message).toBe(
    'body: is not valid JSON at line 1, column 23; it was sent as application/x-www-form-urlencoded (allowed: a JSON object or array)',
  );
});

it.each([
  ['', 'is empty'],
  ['  \n', 'is empty'],
  ['title: Disk full', 'is not valid JSON at line 1, column 1'],
])('%j is refused', (text, problem) => {
  expect(refusal(bytes(text)).message).toContain(problem);
});

it('what is not UTF-8 is refused', () => {
  expect(refusal(new Uint8Array([0x7b, 0xff, 0x7d]), FORM).message).toContain('is not valid UTF-8');
});
