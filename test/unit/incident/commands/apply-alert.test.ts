import { applyCommand } from '../../../../src/incident/commands/apply-command';
import type { Command } from '../../../../src/incident/model/commands';
import type { NormalizedEvent } from '../../../../src/incident/model/incident';
import type { IncidentState } from '../../../../src/incident/model/state';
import { isRefusal } from '../../../../src/incident/text/refusal';
import { wordedState } from '../../../../src/incident/timeline-words/worded-state';
import { wordsOf } from '../../../support/entry-words';
import { sampleEvent } from '../../../support/sample-incident';
import { after, completeState } from '../../../support/sample-state';

const START = completeState({}, { labels: { instance: 'db-1:5432, db-2:5432' }, description: 'No connection.' });

/** What the room hears when a group of alerts is sent again, and the state after it. */
function sentAgain(
  state: IncidentState,
  changes: Partial<NormalizedEvent>,
  second = 600,
  by: { actor: string; via?: string } = { actor: 'alert:alertmanager' },
) {
  const event = sampleEvent({ source: 'alertmanager', description: 'No connection.', fingerprint: 'alertmanager:r:g', ...changes });
  const outcome = applyCommand(state, { name: 'alertUpdated', ...by, event, isPrivate: false }, after(second));
  if (isRefusal(outcome)) throw new Error(outcome.message);
  return {
    state: outcome.state,
    text: wordsOf(outcome.state.timeline.at(-1)),
    isNews: outcome.effects.some(({ kind }) => kind === 'postNews'),
  };
}

function applied(state: IncidentState, command: Command, second: number): IncidentState {
  const outcome = applyCommand(state, command, after(second));
  if (isRefusal(outcome)) throw new Error(outcome.message);
  return outcome.state;
}

it.each([
  ['alert:alertmanager', undefined, 'alert:alertmanager'],
  ['ann', undefined, 'alert:alertmanager (via ann)'],
  ['ann', 'ann', 'alert:alertmanager (via ann)'],
  ['ann', 'root', 'alert:alertmanager (via ann, root)'],
  ['alert:alertmanager', 'root', 'alert:alertmanager (via root)'],
])('says by whom it came in: %s by %s', (actor, via, expected) => {
  const { state } = sentAgain(START, {}, 600, { actor, ...(via === undefined ? {} : { via }) });
  expect(wordedState(state).timeline.at(-1)?.actor).toBe(expected);
});

it.each(['db-1:5432, db-2:5432', 'db-2:5432, db-1:5432', 'db-2:5432', ''])('is silent while the alerts of the group are %j', (instance) => {
  expect(sentAgain(START, instance === '' ? {} : { labels: { instance } }).isNews).toBe(false);
});

it('tells another alert of the group, once', () => {
  const labels = { instance: 'db-1:5432, db-3:5432' };
  const first = sentAgain(START, { labels });
  expect(first.text).toBe(
    'the alert is firing again: Pool exhausted; changed labels: instance=db-1:5432, db-3:5432 (was db-1:5432, db-2:5432)',
  );
  expect(first.isNews).toBe(true);
  const second = sentAgain(first.state, { labels }, 700);
  expect(second.isNews).toBe(false);
  expect(second.text).toBe(first.text);
});

it.each([
  ['the same alert', 'fp-1', 'the alert is firing again'],
  ['another alert', 'fp-2', 'another alert is firing'],
])('calls %s that reopens a recovered incident what it is', (_, fingerprint, expected) => {
  const fires = (one: string) => ({ firing: { count: 1, fingerprints: [one], newestStartedAt: null } });
  const start = completeState({}, { source: 'alertmanager', fingerprint: 'alertmanager:r:g', ...fires('fp-1') });
  const recovered = sentAgain(start, { status: 'resolved', ...fires('fp-1') }, 500).state;
  expect(recovered.status).toBe('resolved');
  const again = sentAgain(recovered, fires(fingerprint), 600);
  expect(again.state.status).toBe('reopened');
  expect(again.text).toContain(`reopened the incident, because ${expected}: Pool exhausted`);
});

it('tells another description, once', () => {
  const first = sentAgain(START, { description: 'Now also reads.' });
  expect(first.isNews).toBe(true);
  expect(sentAgain(first.state, { description: 'Now also reads.' }, 700).isNews).toBe(false);
});

it('tells a resolved incident that it still fires, once after each resolution, and how to reopen it', () => {
  const resolved = applied(START, { name: 'resolve', actor: 'ben' }, 500);
  const first = sentAgain(resolved, {});
  expect(first.text).toBe(
    'the alert is still firing: Pool exhausted; the incident remains resolved (resolved by ben at 2026-01-01 10:08 UTC); if the problem persists, reopen the incident',
  );
  expect(first.isNews).toBe(true);
  expect(first.state.status).toBe('resolved');
  const second = sentAgain(first.state, { title: 'Pool exhausted (worse)' }, 700);
  expect(second.isNews).toBe(false);
  const reopened = applied(second.state, { name: 'reopen', actor: 'ben', reason: 'it is back' }, 800);
  expect(sentAgain(applied(reopened, { name: 'resolve', actor: 'ben' }, 900), {}, 1_000).isNews).toBe(true);
});

it.each(['resolved', 'acknowledged', 'ignored'] as const)(
  'says nothing in the room of a resolved incident when the alert is %s',
  (status) => {
    expect(sentAgain(applied(START, { name: 'resolve', actor: 'ben' }, 500), { status }).isNews).toBe(false);
  },
);
