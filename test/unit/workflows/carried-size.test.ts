import { applyCommand } from '../../../src/incident/apply-command';
import { isRefusal } from '../../../src/incident/commands';
import { jsonBytes } from '../../../src/incident/json-bytes';
import type { Chore } from '../../../src/workflows/carried';
import { ChoreQueue } from '../../../src/workflows/chore-queue';
import { after, completeState } from '../../support/sample-state';

// The queue's scope needs a workflow around it; nothing is cancelled here.
jest.mock('@temporalio/workflow', () => ({ CancellationScope: class {} }));
jest.mock('../../../src/workflows/judge-failure', () => ({}));

/** One payload takes 2 MB, and the raw event, of up to 1 MB, goes with it. */
const ROOM = 1_000_000;

it.each([
  ['plain', 'x'],
  ['in three bytes a character', '界'],
  ['in six', '\u0001'],
])('5,000 notes of 3,000 characters, %s, that come while Slack is away fit into what a run carries', (_, character) => {
  const host = { perform: async () => {}, isReady: () => false, isMoot: () => false, isBegun: () => false, failed: () => null };
  const queue = new ChoreQueue(host, []);
  let state = completeState();
  for (let index = 0; index < 5_000; index += 1) {
    const text = `${index}:${character.repeat(2_990)}`;
    const requestId = `${index}`.padStart(200, '0');
    const applied = applyCommand(state, { name: 'addNote', actor: 'ben', requestId, text }, after(60));
    if (isRefusal(applied)) throw new Error(applied.message);
    state = applied.state;
    const news: Chore = {
      kind: 'say',
      key: `news/${index}`,
      message: { kind: 'news', entries: [{ actor: 'ben', kind: 'addNote', text }] },
    };
    queue.add(news);
  }
  expect(jsonBytes([state, queue.left(), queue.running()])).toBeLessThan(ROOM * 1.1);
  expect(queue.left().length).toBeGreaterThan(10);
});
