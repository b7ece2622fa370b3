import type { Authenticator } from '../../../../src/gateway/auth/authenticator';
import { oneFits } from '../../../../src/gateway/auth/secrets';
import { basic, bearer, open, token } from '../../../../src/gateway/auth/shared-secret';

const fixed = (...values: readonly string[]) => values.map((value) => ({ value: () => value, refresh: () => value }));
const passes = (authenticator: Authenticator, headers: Record<string, string>, given?: string): boolean =>
  authenticator.checkHead({ headers, token: given }) === null;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('bearer', () => {
  const own = bearer(fixed('first-secret', 'second-secret'));

  it.each(['Bearer first-secret', 'bearer second-secret', 'BEARER   first-secret', ' Bearer first-secret '])(
    'takes %j',
    (authorization) => {
      expect(passes(own, { authorization })).toBe(true);
    },
  );

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer first-secre',
    'Bearer first-secret2',
    'Bearer FIRST-SECRET',
    'Bearer first-secret second-secret',
    'first-secret',
    `Basic ${base64('first-secret')}`,
  ])('refuses %j', (authorization) => {
    expect(passes(own, authorization === undefined ? {} : { authorization })).toBe(false);
  });

  it('is not satisfied by a token in the address', () => {
    expect(passes(own, {}, 'first-secret')).toBe(false);
  });
});

describe('basic', () => {
  const own = basic(fixed('ann:p:ss'));

  it('takes the user and the password of the secret, whose password may hold a colon', () => {
    expect(passes(own, { authorization: `Basic ${base64('ann:p:ss')}` })).toBe(true);
  });

  it.each([base64('ann:p'), base64('ann'), base64(':p:ss'), 'ann:p:ss', '%%%'])('refuses %s', (credentials) => {
    expect(passes(own, { authorization: `Basic ${credentials}` })).toBe(false);
  });
});

describe('token', () => {
  const own = token(fixed('in-the-address'));

  it('takes it from the address alone', () => {
    expect(passes(own, {}, 'in-the-address')).toBe(true);
    expect(passes(own, {}, 'in-the-addres')).toBe(false);
    expect(passes(own, { authorization: 'Bearer in-the-address' })).toBe(false);
  });
});

describe('open', () => {
  it('takes what a program sends, and refuses what a page in a browser sends', () => {
    expect(passes(open, {})).toBe(true);
    expect(passes(open, { origin: 'https://evil.example' })).toBe(false);
    expect(passes(open, { origin: 'null' })).toBe(false);
    expect(passes(open, { 'sec-fetch-site': 'cross-site' })).toBe(false);
  });
});

describe('oneFits', () => {
  it('reads the secrets again after a failure, and only then', () => {
    let file = 'old';
    let current = 'old';
    const refresh = jest.fn(() => {
      current = file;
      return current;
    });
    const secrets = [{ value: () => current, refresh }];
    const own = bearer(secrets);
    expect(passes(own, { authorization: 'Bearer old' })).toBe(true);
    expect(refresh).not.toHaveBeenCalled();
    file = 'new';
    expect(passes(own, { authorization: 'Bearer new' })).toBe(true);
    expect(passes(own, { authorization: 'Bearer old' })).toBe(false);
  });

  it('tries every secret, whichever fits', () => {
    const tried: string[] = [];
    const fits = (secret: string): boolean => {
      tried.push(secret);
      return secret === 'a';
    };
    expect(oneFits(fixed('a', 'b', 'c'), fits)).toBe(true);
    expect(tried).toEqual(['a', 'b', 'c']);
  });

  it('never takes an empty secret', () => {
    expect(oneFits(fixed(''), () => true)).toBe(false);
    expect(oneFits([], () => true)).toBe(false);
  });
});
