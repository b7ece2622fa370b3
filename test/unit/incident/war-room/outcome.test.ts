import { assessFindings } from '../../../../src/incident/investigation/assess-findings';
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

it.each([
  [assessFindings([], []), 'none (no probe found a cause)'],
  [null, 'none yet (the investigation has no result)'],
])('names nobody and no cause where there is none, nor what was not looked for', (investigation, hypothesis) => {
  expect(outcomeLines(outcomeFacts(completeState({ investigation })))).toEqual([
    'war room: never',
    'acknowledged: never',
    'resolved: never',
    `hypothesis: ${hypothesis}`,
  ]);
});
