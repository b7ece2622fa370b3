import { ChatError, isUnreached } from '../../../../../src/chat/errors';
import { runChecks } from '../../../../../src/client/cli/verbs/doctor';

describe('runChecks', () => {
  it('says how to mend what is wrong, and does not look at what needs it', async () => {
    const look = jest.fn(async () => 'fine');
    const broken = async (): Promise<string> => {
      throw Object.assign(new Error('no answer'), { hint: 'Start it.' });
    };
    const results = await runChecks([
      { name: 'Temporal', exit: 3, look: broken },
      { name: 'attributes', needs: 'Temporal', exit: 1, look },
      { name: 'runbooks', exit: 1, look },
      { name: 'Slack', exit: 1, mend: 'Check the token.', look: async () => Promise.reject(new Error('not reachable')) },
    ]);
    expect(results).toEqual([
      { name: 'Temporal', ok: false, found: 'no answer', mend: 'Start it.', exit: 3 },
      { name: 'attributes', ok: false, found: 'not checked: needs Temporal', mend: '', exit: 0 },
      { name: 'runbooks', ok: true, found: 'fine', mend: '', exit: 0 },
      { name: 'Slack', ok: false, found: 'not reachable', mend: 'Check the token.', exit: 1 },
    ]);
    expect(look).toHaveBeenCalledTimes(1);
  });

  it('tells by what was thrown whether a service is away or refuses', async () => {
    const away = new ChatError({ code: 'slack_unreachable', message: 'Slack auth.test at https://x: not reachable', retryable: true });
    const refused = new ChatError({ code: 'slack_invalid_auth', message: 'Slack auth.test: invalid_auth', retryable: false });
    const check = (error: Error) => ({
      name: error.message,
      exit: (it: unknown) => (isUnreached(it) ? 3 : 1),
      look: () => Promise.reject(error),
    });
    expect((await runChecks([away, refused].map(check))).map(({ exit }) => exit)).toEqual([3, 1]);
  });
});
