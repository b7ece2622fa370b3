import { activityInfo } from '@temporalio/activity';
import type { WorkflowHandle } from '@temporalio/client';
import type { Activities, Answer } from '../../../src/activities/interface';
import { DEFAULT_SEVERITY, type Severity, urgencyOf } from '../../../src/incident/model/severity';
import type { IncidentState } from '../../../src/incident/model/state';
import { jsonBytes } from '../../../src/incident/text/json-bytes';
import { settleAll } from '../../../src/workflows/graph/settle-all';
import { fakeActivities } from '../../support/fake-activities';
import { isComplete, send, untilState } from '../../support/incident-handle';
import { unreachable } from '../../support/keyed-room';
import { describeWith } from '../../support/needs';
import { sampleEvent, sampleIncident, samplePolicy, sampleProbe } from '../../support/sample-incident';
import { type ShortHistories, shortHistories } from '../../support/short-histories';
import { waitUntil } from '../../support/wait-until';
import { withWorkers, workflowBundle } from '../../support/workflow-env';

/** Of each text in a payload, in bytes. */
const SIZE = 10_000;
/** What the server takes; beyond it, it refuses the workflow task, and the incident is stuck for good. */
const LIMITS = { idBytes: 1_000, summaryBytes: 400, keywordCharacters: 255, attributeBytes: 2_048, memoBytes: 2_000, fairnessBytes: 64 };
/** Of what Slack keeps with a message, in bytes. */
const KEY_BYTES = 1_000;
/** A state is large here, and asking for it is work for the worker. */
const POLL_MS = 500;
/** What the texts consist of, each in an incident of its own. */
const TEXTS = {
  plain: 'x',
  'slashes and quotes': 'a/"',
  'three and four bytes a character': '界🚨',
  'control characters': '\u0001',
  'halves of characters': '\ud800',
};

const long = (characters: string, tail: string): string => `${characters.repeat(SIZE / (jsonBytes(characters) - 2))}${tail}`;

interface Seen {
  /** Workflow ids of the incidents whose bookmarks were set once more: that comes last when everything with an unclear end is looked at. */
  readonly lookedAgain: Set<string>;
  readonly keys: Set<string>;
}

/** Answers made of what an incident's own description consists of; each fails once, its end unclear, so that everything is swept and repeated. */
function hostileActivities(seen: Seen): Activities {
  const { activities: usual } = fakeActivities();
  const all: Activities = {
    ...usual,
    parseIncidentEvent: async ({ request, receivedAt }) => {
      const text = (tail: string): string => long(request.description ?? '', tail);
      const level = { name: text('level'), users: [text('second')] };
      const policy = samplePolicy();
      // Soon, and not again within the test.
      const critical = { ...policy.bySeverity.critical, levels: [level], acknowledgeWithinMs: 2_000, escalateEveryMs: 600_000 };
      const incident = sampleIncident({
        id: request.incidentId,
        createdAt: receivedAt,
        title: text('title'),
        description: request.description ?? '',
        source: text('source'),
        sourceAlert: text('alert'),
        channelName: text('channel'),
        links: ['one', 'two'].map((tail) => `https://example.com/${text(tail)}`),
        users: [text('first')],
        temporalUrl: `https://temporal.example.com/${text('run')}`,
        policy: { ...policy, bySeverity: { ...policy.bySeverity, critical } },
      });
      return { value: incident, attempt: 1 };
    },
    resolveSlackUsers: async ({ users }) => {
      const resolved = users.map((reference) => ({ userId: reference, name: reference, reference, method: 'email' as const }));
      return { value: { resolved, unresolved: [], resolutionRate: 1 }, attempt: 1 };
    },
    readAlertUpdate: async ({ title = '' }) => ({ value: [{ event: sampleEvent({ title }), isPrivate: false }], attempt: 1 }),
    selectProbes: async ({ incident }) => {
      const text = (tail: string): string => long(incident.description, tail);
      const probes = ['one', 'two'].map((tail) => sampleProbe({ key: text(tail), title: text(tail), target: text(tail) }));
      return { value: { probes, runbooks: [text('runbook')], leftOut: [text('left out')] }, attempt: 1 };
    },
  };
  const unclearAtFirst = (name: keyof Activities) => async (input: never) => {
    const { attempt, workflowExecution } = activityInfo();
    for (const key of keysOf(input)) seen.keys.add(key);
    if (attempt > 1 && name === 'addBookmark') seen.lookedAgain.add(workflowExecution?.workflowId ?? '');
    if (attempt === 1 && name !== 'runProbe') throw unreachable();
    return { ...(await (all[name] as (input: never) => Promise<Answer<unknown>>)(input)), attempt };
  };
  return Object.fromEntries(Object.keys(all).map((name) => [name, unclearAtFirst(name as keyof Activities)])) as unknown as Activities;
}

/** Keys of the messages in an activity's input. */
function keysOf(input: object): string[] {
  const { key, message } = input as { key?: unknown; message?: unknown };
  const inner = Object.values(input).filter((value): value is object => typeof value === 'object' && value !== null);
  return typeof key === 'string' && message !== undefined ? [key] : inner.flatMap(keysOf);
}

interface Measured {
  readonly what: string;
  readonly size: number;
  readonly limit: number;
}

type HistoryEvent = NonNullable<NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>>[number];

/** Everything of a history that the server limits. */
function measure(events: readonly HistoryEvent[]): { failedTasks: string[]; activities: string[]; sizes: readonly Measured[] } {
  const sizes: Measured[] = [];
  const activities: string[] = [];
  const failedTasks: string[] = [];
  const add = (what: string, size: number, limit: number): void => void sizes.push({ what, size, limit });
  const bytes = (data: Uint8Array | null | undefined): number => data?.length ?? 0;
  for (const event of events) {
    const failed = event.workflowTaskFailedEventAttributes;
    if (failed) failedTasks.push(failed.failure?.message ?? 'unknown');
    const scheduled = event.activityTaskScheduledEventAttributes;
    if (scheduled) {
      const name = scheduled.activityType?.name ?? '';
      activities.push(name);
      add(`id of ${name}`, Buffer.byteLength(scheduled.activityId ?? ''), LIMITS.idBytes);
      add(`fairness key of ${name}`, Buffer.byteLength(scheduled.priority?.fairnessKey ?? ''), LIMITS.fairnessBytes);
    }
    add(`summary at event ${event.eventId}`, bytes(event.userMetadata?.summary?.data), LIMITS.summaryBytes);
    const attributes = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields ?? {};
    for (const [name, { data }] of Object.entries(attributes)) {
      add(name, bytes(data), LIMITS.attributeBytes);
      const words = [JSON.parse(Buffer.from(data ?? []).toString() || '""')].flat();
      for (const word of words) add(`a word of ${name}`, String(word ?? '').length, LIMITS.keywordCharacters);
    }
    const memo = event.workflowPropertiesModifiedEventAttributes?.upsertedMemo?.fields ?? {};
    for (const [name, { data }] of Object.entries(memo)) add(`memo ${name}`, bytes(data), LIMITS.memoBytes);
  }
  return { failedTasks, activities, sizes };
}

describeWith(['temporal'], 'texts of 10 kB from outside', () => {
  const seen: Seen = { lookedAgain: new Set(), keys: new Set() };
  let histories: ShortHistories;
  beforeAll(async () => {
    [histories] = await Promise.all([shortHistories(10_000), workflowBundle()]);
  }, 60_000);
  afterAll(() => histories?.stop());

  /** Of all runs, since so much text makes the server suggest a new one; in pages, since it is more than one answer holds. */
  async function eventsOf(handle: WorkflowHandle): Promise<HistoryEvent[]> {
    const { workflowId } = handle;
    const events: HistoryEvent[] = [];
    for (const runId of await histories.runs(handle)) {
      let nextPageToken: Uint8Array | undefined;
      do {
        const page = await histories.env.client.workflowService.getWorkflowExecutionHistory({
          namespace: 'default',
          execution: { workflowId, runId },
          maximumPageSize: 20,
          ...(nextPageToken === undefined ? {} : { nextPageToken }),
        });
        events.push(...(page.history?.events ?? []));
        nextPageToken = page.nextPageToken?.length ? page.nextPageToken : undefined;
      } while (nextPageToken !== undefined);
    }
    return events;
  }

  function start(characters: string): Promise<WorkflowHandle> {
    const text = (tail: string): string => long(characters, tail);
    return histories.start({ description: characters, title: text('title'), actor: text('actor'), via: text('via') });
  }

  /** Takes it through its life, saying as much as can be said. */
  async function live(handle: WorkflowHandle, characters: string): Promise<void> {
    const text = (tail: string): string => long(characters, tail);
    const longest = (tail: string): string => `${text('').slice(0, 190)}${tail}`;
    // Not awaited, since it stays open; one that the server ends would be waited for in vain.
    const ended = handle.result().then(() => Promise.reject(new Error(`the incident of ${JSON.stringify(characters)} has ended`)));
    ended.catch(() => undefined);
    const until = (holds: (state: IncidentState) => boolean): Promise<unknown> => Promise.race([ended, untilState(handle, holds, POLL_MS)]);
    const signal = (name: string, payload: object = {}): Promise<void> => handle.signal(name, { actor: 'ben', ...payload });
    /** What is too long is refused; what is not acts. */
    const tryTo = (name: string, payload: object = {}): Promise<unknown> =>
      Promise.race([ended, send(handle, name, payload).catch(() => undefined)]);
    await until((state) => isComplete(state) && state.escalation.reached === 1);
    await signal(longest('signal'));
    await signal('addNote', { actor: text('actor'), via: text('via'), requestId: text('request'), text: text('text') });
    await signal('addNote', { requestId: longest('note'), text: text('text').slice(0, 3_000) });
    await signal('alertUpdated', { event: { title: text('event') }, source: text('source'), title: text('title') });
    await tryTo('addResponders', { users: [text('late')], requestId: longest('add') });
    await tryTo('addResponders', { users: [longest('late')], requestId: longest('add 2') });
    await tryTo('assign', { user: longest('commander'), role: 'commander' });
    await tryTo('changeTitle', { title: text('title') });
    await tryTo('acknowledge', { actor: text('ben'), requestId: longest('ack') });
    await tryTo('acknowledge');
    await until(({ status }) => status === 'acknowledged');
    // The late look that everything with an unclear end gets, under ids of its own.
    await Promise.race([ended, waitUntil(() => seen.lookedAgain.has(handle.workflowId))]);
    await tryTo('retryStep', { step: 'createWarRoom' });
    await tryTo('resolve', { note: text('note') });
    await tryTo('resolve');
    await until(({ status }) => status === 'resolved');
  }

  it('freeze no incident, wherever they end up', async () => {
    await withWorkers(histories.env, hostileActivities(seen), async () => {
      await settleAll(
        Object.entries(TEXTS).map(async ([what, characters]) => {
          const handle = await start(characters);
          // A frozen one answers nothing: its history says why.
          const problem = await live(handle, characters).catch((error: unknown) => String(error));
          const { failedTasks, activities, sizes } = measure(await eventsOf(handle));
          const tooLarge = sizes.filter(({ size, limit }) => size > limit);
          expect({ what, problem, failedTasks, tooLarge }).toEqual({ what, problem: undefined, failedTasks: [], tooLarge: [] });
          expect(activities).toEqual(expect.arrayContaining(['addBookmark', 'removeCopies', 'inviteResponders', 'updateThread']));
          await handle.terminate();
        }),
      );
    });
    expect([...seen.keys].filter((key) => Buffer.byteLength(key) > KEY_BYTES)).toEqual([]);
    expect(seen.keys.size).toBeGreaterThan(20);
  }, 180_000);

  it('nor does a severity that does not exist, which counts as the default until the parse has the last word', async () => {
    const parseIncidentEvent: Activities['parseIncidentEvent'] = async ({ request, receivedAt }) => ({
      value: sampleIncident({ id: request.incidentId, createdAt: receivedAt }),
      attempt: 1,
    });
    await withWorkers(histories.env, fakeActivities({ parseIncidentEvent }).activities, async () => {
      const handle = await histories.start({ severity: 'urgent' as Severity });
      await untilState(handle, isComplete, POLL_MS);
      const keys = (await eventsOf(handle)).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) =>
        scheduled ? [scheduled.priority?.priorityKey] : [],
      );
      expect(keys[0]).toBe(urgencyOf(DEFAULT_SEVERITY));
      await handle.terminate();
    });
  });
});
