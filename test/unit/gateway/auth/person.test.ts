import { byToken } from '../../../../src/gateway/auth/person';
import { People, refuseReader } from '../../../../src/gateway/people';
import type { Principal } from '../../../../src/incident/model/actions/principal';
import type { Held } from '../../../../src/tokens/current-tokens';

const ALICE: Principal = { token: 'alice', person: 'alice@example.com', identities: ['alice@example.com'], mode: 'respond', allows: [] };
const TOKENS: Readonly<Record<string, Held>> = { right: { principal: ALICE }, old: { refused: 'expired' } };
const keep = (areKept = true) => new People(byToken({ areKept, holderOf: (token) => TOKENS[token] ?? { refused: 'unknown' } }));
const head = (authorization?: string) => ({ headers: authorization === undefined ? {} : { authorization }, token: undefined });

describe('a request for which a person is needed', () => {
  it('is of the person whose token it shows', async () => {
    expect(await keep().admit(head('Bearer right'))).toEqual(ALICE);
  });

  it.each([
    ['no token', undefined, 'no token of a person'],
    ['another scheme', 'Basic right', 'no token of a person'],
    ['an unknown token', 'Bearer wrong', 'a token that is not in the file of the tokens'],
    ['an expired token', 'Bearer old', 'a token that has expired'],
  ])('is refused with %s, by the same answer', async (_, authorization, cause) => {
    await expect(keep().admit(head(authorization))).rejects.toMatchObject({
      status: 401,
      code: 'unauthenticated',
      message: 'the sender is not authenticated',
      headers: { 'www-authenticate': 'Bearer' },
      cause,
    });
  });

  it('finds nothing where no tokens are kept, whatever it shows', async () => {
    for (const authorization of ['Bearer right', undefined])
      await expect(keep(false).admit(head(authorization))).rejects.toMatchObject({ status: 404, code: 'not_found' });
  });

  it('is put off after too many wrong tokens, but not if its own is right; one person does not use up what another may do', async () => {
    const people = keep();
    const outcomes = await Promise.all(
      Array.from({ length: 601 }, () => people.admit(head('Bearer wrong')).catch((error: { status: number }) => error.status)),
    );
    expect(outcomes.filter((status) => status === 401)).toHaveLength(600);
    expect(outcomes.at(-1)).toBe(503);
    expect(await people.admit(head('Bearer right'))).toEqual(ALICE);
    const mine = await Promise.all(Array.from({ length: 120 }, () => people.admit(head('Bearer right')).catch((error) => error.code)));
    expect(mine.at(-1)).toBe('rate_limited');
    expect(mine.at(-2)).toEqual(ALICE);
  });
});

describe('a token for looking', () => {
  it('changes nothing', () => {
    expect(() => refuseReader(ALICE)).not.toThrow();
    expect(() => refuseReader({ ...ALICE, mode: 'read' })).toThrow(expect.objectContaining({ status: 403, code: 'read_only' }));
  });
});
