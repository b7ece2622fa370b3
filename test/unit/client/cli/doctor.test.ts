import { runChecks } from '../../../../src/client/cli/doctor';

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
      { name: 'attributes', ok: false, found: 'not looked at: it needs Temporal', mend: '', exit: 0 },
      { name: 'runbooks', ok: true, found: 'fine', mend: '', exit: 0 },
      { name: 'Slack', ok: false, found: 'not reachable', mend: 'Check the token.', exit: 1 },
    ]);
    expect(look).toHaveBeenCalledTimes(1);
  });
});
