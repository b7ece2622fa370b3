import { actorOf, slackUserOf } from '../../../../src/incident/model/actor';

it.each([
  [{ actor: 'ann' }, 'ann'],
  [{ actor: 'ann', via: 'ann' }, 'ann'],
  [{ actor: 'slack:U0123', via: 'slack' }, 'slack:U0123 (via slack)'],
  [{ actor: 'slack:U0123', actorName: 'Ana Ruiz' }, 'Ana Ruiz'],
  [{ actor: 'slack:U0123', actorName: 'Ana Ruiz', via: 'slack' }, 'Ana Ruiz'],
  [{ actor: 'slack:U0123', actorName: 'Ana Ruiz', via: 'mcp' }, 'Ana Ruiz (via mcp)'],
  [{ actor: 'ann', via: 'root' }, 'ann (via root)'],
  [{ actor: 'alert:alertmanager' }, 'alert:alertmanager'],
  [{ actor: 'alert:alertmanager', via: 'root' }, 'alert:alertmanager (via root)'],
  [{ actor: 'alert:alertmanager', via: 'alert:prod-am' }, 'alert:prod-am (alertmanager)'],
  [{ actor: 'alert:alertmanager', via: 'alert:prod-am, root' }, 'alert:prod-am (alertmanager, via root)'],
])('%j', (acting, words) => {
  expect(actorOf(acting)).toBe(words);
});

it.each([
  ['slack:U0123', 'U0123'],
  ['slack:', null],
  ['slack:u0123', null],
  ['slack:U0123 ', null],
  ['someone slack:U0123', null],
  ['U0123', null],
  ['ann', null],
])('%j is the Slack user %s', (actor, userId) => {
  expect(slackUserOf(actor)).toBe(userId);
});
