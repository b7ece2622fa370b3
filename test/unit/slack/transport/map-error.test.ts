import { mapError } from '../../../../src/slack/transport/map-error';

const request = (original: object) => ({ code: 'slack_webapi_request_error', original });

it.each([
  [request({ code: 'ECONNRESET' }), 'ECONNRESET'],
  [request({ name: 'TypeError', message: 'fetch failed', cause: { code: 'ECONNREFUSED' } }), 'ECONNREFUSED'],
  [request({ name: 'TypeError', message: 'fetch failed', cause: { message: 'bad port' } }), 'bad port'],
  [
    request({ name: 'TypeError', cause: { message: `no header ${'xoxb'}-1111-secretsecret` } }),
    expect.not.stringContaining('secretsecret'),
  ],
  [request({ name: 'TypeError', message: 'fetch failed' }), 'network error'],
  [request({ name: 'TimeoutError', code: 23 }), 'timed out'],
  [{ name: 'AbortError', code: 20 }, 'timed out'],
  [{ name: 'TypeError', message: 'terminated', cause: { code: 'UND_ERR_SOCKET' } }, 'UND_ERR_SOCKET'],
  [{ name: 'TypeError', message: 'terminated' }, 'network error'],
])('says why Slack is unreachable, never the name of a class: %j', (error, why) => {
  const { message } = mapError(error, 'auth.test', 'http://127.0.0.1:1');
  expect(/^Slack auth\.test at http:\/\/127\.0\.0\.1:1: unreachable \((.*)\)$/.exec(message)?.[1]).toEqual(why);
});

it.each([
  [request(new URIError('URI malformed'))],
  [new URIError('URI malformed')],
  [Object.assign(new Error('URI malformed'), { code: 'ERR_INVALID_URI' })],
])('takes a request that cannot be written for bad input, which no retry changes: %s', (error) => {
  const mapped = mapError(error, 'conversations.create', 'http://127.0.0.1:1');
  expect(mapped).toMatchObject({ code: 'invalid_input', retryable: false, ambiguous: false });
  expect(mapped.message).toContain('not sent');
});
