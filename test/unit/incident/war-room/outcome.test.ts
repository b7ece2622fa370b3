import { outcomeFacts, outcomeLines } from '../../../../src/incident/war-room/outcome';
import { eventfulState } from '../../../support/eventful-state';
import { completeState } from '../../../support/sample-state';

it('says how an incident went that has seen everything', () => {
  const facts = outcomeFacts(eventfulState());
  expect(outcomeLines(facts)).toEqual([
    'war room: after 310 ms',
    'acknowledged: after 11 min by ben',
    'resolved: after 3 h by cat',
    'commander: Ben Okafor',
    'escalated: twice',
    'reopened: once',
    expect.stringMatching(/^hypothesis: ./),
  ]);
  expect(outcomeLines(JSON.parse(JSON.stringify(facts)))).toEqual(outcomeLines(facts));
});

it('names nobody and no cause where there is none', () => {
  expect(outcomeLines(outcomeFacts(completeState({ investigation: null })))).toEqual([
    'war room: never',
    'acknowledged: never',
    'resolved: never',
    'hypothesis: none (no probe found a cause)',
  ]);
});
