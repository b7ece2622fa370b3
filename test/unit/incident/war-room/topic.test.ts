import { type RoomTopic, topicOf, topicText } from '../../../../src/incident/war-room/topic';
import { completeState, newState } from '../../../support/sample-state';

const TOPIC: RoomTopic = { title: 'Pool exhausted', status: 'triggered', severity: 'high', commander: null, link: null };
const LINK = 'https://grafana.example.com/d/1';

it.each<[Partial<RoomTopic>, string]>([
  [{}, '🚨 Pool exhausted | triggered | high'],
  [{ status: 'resolved' }, '✅ Pool exhausted | resolved | high'],
  [{ status: 'cancelled' }, '🚫 Pool exhausted | cancelled | high'],
  [{ commander: 'Ben', link: LINK }, `🚨 Pool exhausted | triggered | high | 👤 Ben | ${LINK}`],
])('%j is %s', (changes, text) => {
  expect(topicText({ ...TOPIC, ...changes })).toBe(text);
});

it.each<[string, Partial<RoomTopic>]>([
  ['a long title', { title: 'x'.repeat(1_000), link: LINK }],
  ['a title of pictures', { title: '🔥'.repeat(1_000), link: LINK }],
  ['a long link', { title: 'x'.repeat(200), link: `https://example.com/${'y'.repeat(1_000)}` }],
])('Slack’s 250 characters hold the status and the severity whole, whatever gives way: %s', (_, changes) => {
  const text = topicText({ ...TOPIC, ...changes });
  expect([...text].length).toBeLessThanOrEqual(250);
  expect(text).toContain('… | triggered | high'.slice(changes.link === LINK ? 0 : 1));
  expect(text.includes(changes.link ?? '')).toBe(changes.link === LINK);
  expect(Buffer.from(text).toString()).toBe(text);
});

it('is taken from the incident as it stands', () => {
  const state = completeState({ status: 'acknowledged' });
  const roles = { ...state.roles, commander: { reference: '@ben', name: 'Ben', userId: null } };
  expect(topicOf({ ...state, roles })).toEqual({
    title: 'Database connection pool exhausted',
    status: 'acknowledged',
    severity: 'critical',
    commander: 'Ben',
    link: 'https://grafana.example.com/d/db',
  });
  expect(() => topicOf(newState())).toThrow('parsed');
});
