import { ConfigError, loadConfig } from '../../../src/config';
import { clearTextWarning, secrecyOf } from '../../../src/config/clear-text';

it.each([
  ['https://slack.com/api/', 'protected'],
  ['http://127.0.0.1:4003/api/', 'protected'],
  ['http://localhost:4003/', 'protected'],
  ['http://[::1]:4003/', 'protected'],
  ['http://10.0.0.7/api/', 'exposed'],
  ['http://slack-proxy:8080/api/', 'exposed'],
  ['http://host.docker.internal:4003/api/', 'exposed'],
  ['http://[fd00::1]/api/', 'exposed'],
  ['http://slack.com/api/', 'published'],
  ['http://8.8.8.8/api/', 'published'],
  ['http://localhost.example.com/api/', 'published'],
])('a token sent to %s is %s', (url, expected) => {
  expect(secrecyOf(url)).toBe(expected);
});

it('refuses to send the token in clear over the internet', () => {
  const load = () => loadConfig({ env: { SLACK_BOT_TOKEN: 'xoxb-t', SLACK_API_URL: 'http://slack.com/api/' }, purpose: 'worker' });
  expect(load).toThrow(ConfigError);
  expect(load).toThrow(/SLACK_API_URL.*unencrypted.*https/s);
});

it('warns of a private network, and shows no more than the origin', () => {
  expect(clearTextWarning('http://user:pass@10.0.0.7/api/')).toBe(
    'SLACK_API_URL is http://10.0.0.7: the bot token is sent unencrypted; use https',
  );
  expect(clearTextWarning('https://slack.com/api/')).toBeNull();
  expect(clearTextWarning(undefined)).toBeNull();
});
