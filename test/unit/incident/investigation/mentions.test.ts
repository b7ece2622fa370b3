import { mentionsIn } from '../../../../src/incident/investigation/mentions';

const health = { aspect: 'availability' } as const;
const body = 'body: {"status":"down","database":"FATAL: sorry, too many clients already"}';

it('hears what the body of a failing health page says of its database', () => {
  expect(mentionsIn({ status: 'fail', evidence: ['HTTP/1.1 503', body] }, health)).toEqual([
    {
      kind: 'mention',
      cause: 'connections_exhausted',
      component: 'database',
      service: null,
      text: '{"status":"down","database":"FATAL: sorry, too many clients already"}',
    },
  ]);
});

it('does not listen to what is fine, nor to lines that the target did not say', () => {
  expect(mentionsIn({ status: 'ok', evidence: [body] }, health)).toEqual([]);
  expect(mentionsIn({ status: 'fail', evidence: ['too many connections to the database'] }, health)).toEqual([]);
});

it('hears the alert', () => {
  const evidence = ['disk full: No space left on device'];
  expect(mentionsIn({ status: 'warn', evidence }, { aspect: 'evidence' })).toMatchObject([{ cause: 'disk_full' }]);
});
