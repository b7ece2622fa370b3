import { applyCommand } from '../../../../src/incident/commands/apply-command';
import { jsonBytes } from '../../../../src/incident/text/json-bytes';
import { isRefusal } from '../../../../src/incident/text/refusal';
import { outcomeFacts } from '../../../../src/incident/war-room/outcome';
import { estimatedBytes } from '../../../../src/workflows/contract/handover-size';
import { EMPTY_DELIVERY_LOG, type InboxItem, type OutboxItem, type RunHandover } from '../../../../src/workflows/contract/run-handover';
import { BY_ESTIMATE } from '../../../../src/workflows/outbox/merge-rule';
import { Outbox } from '../../../../src/workflows/outbox/outbox';
import { after, completeState, MISSING_SCOPE, withNodes } from '../../../support/sample-state';
import { AWAY } from '../../../support/slack-away';

// The queue's scope needs a workflow around it; nothing is cancelled here.
jest.mock('@temporalio/workflow', () => ({ CancellationScope: class {} }));
jest.mock('../../../../src/workflows/calls/judge-failure', () => ({}));

/** One payload takes 2 MB, and the raw event, of up to 1 MB, goes with it. */
const ROOM = 1_000_000;

it.each([
  ['plain', 'x'],
  ['in three bytes a character', '界'],
  ['in six', '\u0001'],
])('5,000 notes of 3,000 characters, %s, that come while Slack is away fit into what a run carries', (_, character) => {
  const queue = new Outbox(AWAY, [], BY_ESTIMATE);
  let state = completeState();
  for (let index = 0; index < 5_000; index += 1) {
    const text = `${index}:${character.repeat(2_990)}`;
    const requestId = `${index}`.padStart(200, '0');
    const applied = applyCommand(state, { name: 'addNote', actor: 'ben', requestId, text }, after(60));
    if (isRefusal(applied)) throw new Error(applied.message);
    state = applied.state;
    const news: OutboxItem = {
      kind: 'say',
      key: `news/${index}`,
      message: { kind: 'news', entries: [{ actor: 'ben', kind: 'addNote', note: text }] },
    };
    queue.add(news);
  }
  const bytes = jsonBytes([state, queue.left(), queue.running()]);
  expect(bytes).toBeLessThan(ROOM * 1.1);
  expect(estimatedBytes(state.request, { state, said: EMPTY_DELIVERY_LOG, chores: queue.left(), count: 0 }, [])).toBeGreaterThan(bytes);
  expect(queue.left().length).toBeGreaterThan(10);
});

describe('the size that decides about a new run', () => {
  const carried = (words: string, chores: readonly InboxItem[] = []): RunHandover => {
    const problem = { ...MISSING_SCOPE, message: words, mend: words };
    const entry = {
      at: after(1),
      recordedAt: after(1),
      actor: 'worker',
      requestId: null,
      kind: 'blocked',
      step: 'createWarRoom',
      problem,
    } as const;
    const degradations = [{ what: 'furnishRoom', problem, at: after(1) }];
    const state = withNodes(completeState({ timeline: [entry], degradations }), { createChannel: { status: 'blocked', problem } });
    const say: OutboxItem = {
      kind: 'say',
      key: 'outcome/1',
      message: { kind: 'outcome', incidentId: 'X-1', facts: { ...outcomeFacts(state), hypothesis: words }, reopenUntil: null },
    };
    return { state, said: EMPTY_DELIVERY_LOG, chores: [say, ...chores], count: 0 };
  };
  const sizeOf = (given: RunHandover): number => estimatedBytes(given.state.request, given, []);

  it('does not hang on how anything is worded', () => {
    expect(sizeOf(carried('the channel could not be opened, since a scope is missing'))).toBe(sizeOf(carried('no')));
  });

  it('grows with the alerts that wait to be read', () => {
    const alert: InboxItem = { kind: 'readAlert', update: { actor: 'ben', event: { title: 'x'.repeat(500_000) } } };
    expect(sizeOf(carried('no', [alert])) - sizeOf(carried('no'))).toBeGreaterThan(500_000);
    const given = carried('no');
    expect(estimatedBytes(given.state.request, given, [alert]) - sizeOf(given)).toBeGreaterThan(500_000);
  });

  it('grows with what was said', () => {
    const given = carried('no');
    const said = { ...EMPTY_DELIVERY_LOG, begun: Array.from({ length: 10_000 }, (_, index) => `news/${index}`) };
    expect(sizeOf({ ...given, said }) - sizeOf(given)).toBeGreaterThan(100_000);
  });
});
