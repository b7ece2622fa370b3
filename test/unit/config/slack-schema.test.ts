import { fileSchema } from '../../../src/config/file-schema';
import { policyOf } from '../../../src/config/policy';

const slackOf = (slack: unknown) => fileSchema.parse({ slack }).slack;

it('is /incident, without a channel, by default', () => {
  expect(slackOf(undefined)).toEqual({ command: '/incident' });
  expect(policyOf(fileSchema.parse({}))).not.toHaveProperty('broadcast');
});

it('becomes part of the policy', () => {
  const file = fileSchema.parse({ slack: { broadcast: { channel: '#incidents' } } });
  expect(policyOf(file).broadcast).toEqual({ channel: 'incidents', severities: ['critical', 'high'] });
});

it.each([
  [{ command: '/outage_2-b' }, { command: '/outage_2-b' }],
  [{ broadcast: { channel: 'C0123ABCDE', severities: 'low' } }, { broadcast: { channel: 'C0123ABCDE', severities: ['low'] } }],
  [{ broadcast: { channel: 'störungen' } }, { broadcast: { channel: 'störungen' } }],
])('takes %j', (given, expected) => {
  expect(slackOf(given)).toMatchObject(expected);
});

it.each([
  [{ command: 'incident' }, ['slack', 'command']],
  [{ command: '/' }, ['slack', 'command']],
  [{ command: '/Incident' }, ['slack', 'command']],
  [{ command: '/two words' }, ['slack', 'command']],
  [{ command: `/${'a'.repeat(32)}` }, ['slack', 'command']],
  [{ broadcast: { channel: 'Two Words' } }, ['slack', 'broadcast', 'channel']],
  [{ broadcast: { channel: '' } }, ['slack', 'broadcast', 'channel']],
  [{ broadcast: { channel: 'incidents', severities: [] } }, ['slack', 'broadcast', 'severities']],
  [{ broadcast: { channel: 'incidents', severities: ['urgent'] } }, ['slack', 'broadcast', 'severities']],
  [{ broadcast: {} }, ['slack', 'broadcast', 'channel']],
])('refuses %j', (given, path) => {
  const { error } = fileSchema.safeParse({ slack: given });
  expect(error?.issues[0]?.path.slice(0, path.length)).toEqual(path);
});
