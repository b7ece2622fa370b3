import { actorOf } from '../../../../src/incident/model/actor';

it.each([
  [{ actor: 'ann' }, 'ann'],
  [{ actor: 'ann', via: 'ann' }, 'ann'],
  [{ actor: 'ann', via: 'root' }, 'ann (via root)'],
  [{ actor: 'alert:alertmanager' }, 'alert:alertmanager'],
  [{ actor: 'alert:alertmanager', via: 'root' }, 'alert:alertmanager (via root)'],
  [{ actor: 'alert:alertmanager', via: 'alert:prod-am' }, 'alert:prod-am (alertmanager)'],
  [{ actor: 'alert:alertmanager', via: 'alert:prod-am, root' }, 'alert:prod-am (alertmanager, via root)'],
])('%j', (acting, words) => {
  expect(actorOf(acting)).toBe(words);
});
