import { setTimeout as pause } from 'node:timers/promises';
import { describeWith } from '../support/needs';
import { waitUntil } from '../support/wait-until';
import { inspectRoom } from './inspect-room';
import { type Slot, startSlot } from './slot';

const OUTAGE_MS = 60_000;
const INCIDENTS = 5;

describeWith(['temporal', 'engine'], 'a minute without Slack', () => {
  let slot: Slot;
  beforeAll(async () => {
    slot = await startSlot(INCIDENTS);
    slot.startWorker();
  });
  afterAll(() => slot.stop());

  it('delays the war rooms, and loses nothing', async () => {
    // Some are in the middle of their response when Slack goes away, some begin while it is away.
    const subjects = Array.from({ length: INCIDENTS }, () => slot.newSubject());
    const before = subjects.slice(0, 2);
    for (const subject of before) await slot.declare(subject);
    await waitUntil(() => slot.slackProxy.seen >= 10, { everyMs: 10 });
    slot.slackProxy.setDown(true);
    for (const subject of subjects.slice(2)) await slot.declare(subject);
    await pause(OUTAGE_MS);
    const backAt = Date.now();
    slot.slackProxy.setDown(false);
    const problems = await Promise.all(
      subjects.map((subject) =>
        slot.untilClean(subject, backAt, () => inspectRoom(slot.stack.slack, subject, { levels: 0, resolved: false, late: true })),
      ),
    );
    expect(problems.flat()).toEqual([]);
  });
});
