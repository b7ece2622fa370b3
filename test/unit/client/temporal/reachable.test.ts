import { reachable } from '../../../../src/client/temporal/reachable';

const unanswered = (): Promise<never> => Promise.reject(Object.assign(new Error('x'), { code: 4, details: 'deadline', metadata: {} }));

it('says whether what was asked may have been done although no answer came', async () => {
  await expect(reachable('temporal:7233', unanswered)).rejects.toMatchObject({
    mayBeDone: false,
    hint: expect.stringContaining('Nothing was changed.'),
  });
  await expect(reachable('temporal:7233', unanswered, 'It may have been applied anyway.')).rejects.toMatchObject({
    mayBeDone: true,
    hint: expect.stringContaining('It may have been applied anyway.'),
  });
});
