import { mentionsIn } from '../../../../src/incident/investigation/mentions';

const body = '{"status":"down","database":"FATAL: sorry, too many clients already"}';

it('hears what the body of a failing health page says of its database', () => {
  expect(mentionsIn({ status: 'fail', said: body })).toEqual([
    {
      kind: 'mention',
      cause: 'connections_exhausted',
      component: 'database',
      service: null,
      text: '{"status":"down","database":"FATAL: sorry, too many clients already"}',
    },
  ]);
});

it('does not listen to what is fine', () => {
  expect(mentionsIn({ status: 'ok', said: body })).toEqual([]);
});

describe('a health page that names components', () => {
  const heard = (components: object) =>
    mentionsIn({ status: 'fail', said: JSON.stringify({ status: 'DOWN', components }) }).map(({ cause, component, text }) => [
      cause,
      component,
      text,
    ]);

  it('is heard of those that are broken alone, each with its own reason', () => {
    expect(
      heard({
        db: { status: 'DOWN', details: { error: 'PSQLException: FATAL: sorry, too many clients already' } },
        redis: { status: 'UP', details: { note: 'was: connection refused' } },
        ordersApi: { status: 'DOWN', details: { error: 'connect ECONNREFUSED 10.0.0.7:8080' } },
      }),
    ).toEqual([
      ['connections_exhausted', 'database', 'db: PSQLException: FATAL: sorry, too many clients already'],
      ['not_listening', 'ordersApi', 'ordersApi: connect ECONNREFUSED 10.0.0.7:8080'],
    ]);
  });

  it('that gives no reason says which of them fails', () => {
    expect(heard({ db: { status: 'DOWN' }, diskSpace: { status: 'DOWN', details: { free: 1, threshold: 2 } } })).toEqual([
      ['dependency_failing', null, 'db is DOWN'],
      ['disk_full', null, 'diskSpace is DOWN'],
    ]);
  });

  it('gives no secret away', () => {
    expect(JSON.stringify(heard({ 'postgres://shop:hunter22222@db/': { status: 'DOWN' } }))).not.toContain('hunter22222');
  });
});
