import { jsonBytes } from '../../../../src/incident/text/json-bytes';
import { fittingHandover, MAX_CARRIED_BYTES } from '../../../../src/workflows/contract/fitting-handover';
import { carriedBytes } from '../../../../src/workflows/contract/handover-size';
import { EMPTY_DELIVERY_LOG, type RunHandover } from '../../../../src/workflows/contract/run-handover';
import { BY_BYTES, BY_ESTIMATE } from '../../../../src/workflows/outbox/merge-rule';
import { sampleEvent } from '../../../support/sample-incident';
import { after, completeState } from '../../../support/sample-state';
import { SlackAway } from '../../../support/slack-away';

// The queue's scope needs a workflow around it; nothing is cancelled here.
jest.mock('@temporalio/workflow', () => ({ CancellationScope: class {} }));
jest.mock('../../../../src/workflows/calls/judge-failure', () => ({}));

const CJK = '界';

/** What people and alerts do while Slack is away. */
const OUTAGES: Readonly<Record<string, (slack: SlackAway) => void>> = {
  '900 alerts with long labels': (slack) => {
    for (let index = 0; index < 900; index += 1) {
      const labels = Object.fromEntries(Array.from({ length: 4 }, (_, label) => [`label${label}`, `${index}${CJK.repeat(300)}`]));
      const event = sampleEvent({ fingerprint: `group-${index}`, title: `${index}${CJK.repeat(130)}`, labels });
      slack.apply({ name: 'alertUpdated', actor: 'am', event, isPrivate: false, requestId: `alert-${index}` }, after(60 + index));
    }
  },
  '100 resolutions and reopenings with long reasons': (slack) => {
    for (let index = 0; index < 100; index += 1) {
      const at = after(60 + index);
      slack.apply({ name: 'resolve', actor: 'ben', note: `${index}${CJK.repeat(2_990)}`, requestId: `resolve-${index}` }, at);
      slack.apply({ name: 'reopen', actor: 'ben', reason: `${index}${CJK.repeat(2_990)}`, requestId: `reopen-${index}` }, at);
    }
  },
  '400 times 50 people': (slack) => {
    for (let index = 0; index < 400; index += 1) {
      const users = Array.from({ length: 50 }, (_, user) => `person.number.${index * 50 + user}@department.example.com`);
      slack.apply({ name: 'addResponders', actor: 'ben', users, requestId: `add-${index}` }, after(60 + index));
    }
  },
};

const handoverOf = ({ state, outbox }: SlackAway): RunHandover => ({
  state,
  said: EMPTY_DELIVERY_LOG,
  chores: outbox.left(),
  count: 0,
});

describe.each(Object.keys(OUTAGES))('while Slack is away: %s', (name) => {
  it.each([
    ['measured from the start', BY_BYTES],
    ['of an incident that older code began', BY_ESTIMATE],
  ])('what a run hands over fits into one payload, %s', (_, rule) => {
    const slack = new SlackAway(completeState(), rule);
    OUTAGES[name]?.(slack);
    const { request } = slack.state;
    // Without that it would not.
    if (rule === BY_ESTIMATE) expect(jsonBytes([request, handoverOf(slack)])).toBeGreaterThan(2_000_000);
    const handover = fittingHandover(request, handoverOf(slack));
    expect(jsonBytes([request, handover])).toBeLessThan(MAX_CARRIED_BYTES);
  });

  it('everything is told, in full or counted, and everyone is paged', () => {
    const slack = new SlackAway(completeState());
    OUTAGES[name]?.(slack);
    const { chores } = fittingHandover(slack.state.request, handoverOf(slack));
    const told = chores.flatMap((item) => (item.kind === 'say' && item.message.kind === 'news' ? item.message.entries : []));
    const counts = told.map((entry) => {
      if ('counts' in entry) return Object.values(entry.counts).reduce((sum, count) => sum + count, 0);
      return 'count' in entry ? (entry.count ?? 0) : 1;
    });
    const news = {
      '900 alerts with long labels': 900,
      '100 resolutions and reopenings with long reasons': 200,
      '400 times 50 people': 400,
    };
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(news[name as keyof typeof news]);
    const paged = chores.flatMap((item) => (item.kind === 'call' ? item.call.references : []));
    expect(new Set(paged).size).toBe(name === '400 times 50 people' ? 20_000 : 0);
  });
});

it('is measured without quadratic time', () => {
  const slack = new SlackAway(completeState());
  let measured = 0;
  for (let index = 0; index < 3_000; index += 1) {
    slack.apply({ name: 'addNote', actor: 'ben', text: `${index}${CJK.repeat(1_000)}`, requestId: `${index}` }, after(60));
    measured = carriedBytes(slack.state.request, handoverOf(slack));
  }
  const exact = jsonBytes([slack.state.request, handoverOf(slack)]);
  expect(measured).toBeGreaterThanOrEqual(exact);
  expect(measured).toBeLessThan(exact * 1.1 + 10_000);
}, 20_000);
