import type { IncidentState, Score } from '../../../../src/incident/model/state';
import { summaryFacts } from '../../../../src/incident/response/summary-facts';
import { summaryHead, summaryLines } from '../../../../src/incident/response/summary-lines';
import { after, completeState, MISSING_SCOPE, newState, withNodes } from '../../../support/sample-state';

const linesOf = (state: IncidentState): string[] => summaryLines(summaryFacts(state));

const SCORE: Score = {
  total: 90,
  parts: [
    { name: 'people', points: 15, outOf: 20, asked: true, why: '3 of 4 people found' },
    { name: 'warRoom', points: 30, outOf: 30, asked: true, why: '' },
    { name: 'updates', points: 0, outOf: 30, asked: false, why: '' },
  ],
};

it('says in one line that a response went well', () => {
  const state = completeState();
  const facts = summaryFacts({ ...state, metrics: { ...state.metrics, timeToWarRoomMs: 310 } });
  expect(summaryLines(facts)).toEqual([]);
  expect(summaryHead('success', { total: 100, parts: [] }, facts)).toMatch(
    /^Automatic response complete: score 100\/100, war room opened after 310 ms, everything done after [\d.]+ m?s$/,
  );
});

it('says how far a response got, and what cost it points', () => {
  const blocked = withNodes(completeState(), { createChannel: { status: 'blocked', problem: MISSING_SCOPE, endedAt: after(3) } });
  const lacking = 'score 90/100 (people 15 of 20)';
  expect(summaryHead('partial', SCORE, summaryFacts(completeState()))).toBe(`Automatic response complete, with gaps: ${lacking}`);
  expect(summaryHead('partial', SCORE, summaryFacts(blocked))).toBe(`Automatic response not complete: ${lacking}`);
  expect(summaryHead('failed', SCORE, summaryFacts(completeState()))).toBe(`Automatic response failed: ${lacking}`);
  expect(summaryHead('partial', SCORE, null)).toBe(`Automatic response complete, with gaps: ${lacking}`);
});

it('tells what is blocked, what waits for it, and what a person must do', () => {
  const state = withNodes(completeState({ warRoom: null, people: null }), {
    createChannel: { status: 'blocked', problem: MISSING_SCOPE, endedAt: after(3) },
    postProgress: { status: 'waiting', note: 'waiting for "create the channel"' },
  });
  const lines = linesOf(state);
  expect(lines).toContain(
    'createWarRoom is blocked: Slack refuses: scope groups:write is missing → Add the scope groups:write and reinstall the app. Then retry: incident retry-step PROD-20260101-001 createWarRoom. Or skip it: incident skip-step PROD-20260101-001 createWarRoom --reason "…"',
  );
  expect(lines).toContain('updateSlackThread is waiting for "create the channel"');
});

it('names who could not be found and what failed besides, and only ten of each', () => {
  const unresolved = Array.from({ length: 12 }, (_, index) => ({ reference: `user${index}`, reason: 'none' }));
  const state = completeState({
    people: { resolved: [], unresolved, resolutionRate: 0 },
    degradations: [{ what: 'topic', problem: MISSING_SCOPE, at: after(1) }],
  });
  const lines = linesOf(state);
  expect(lines).toContain(
    `not found: ${unresolved
      .slice(0, 10)
      .map(({ reference }) => reference)
      .join(', ')} and 2 more`,
  );
  expect(lines).toContain('topic failed: Slack refuses: scope groups:write is missing');
});

it('calls unknown what was not looked at', () => {
  expect(linesOf(newState())).toContain('there is no investigation result, so the state of the system is unknown');
});

it('stays the same after a travel as JSON', () => {
  const facts = summaryFacts(completeState());
  expect(summaryLines(JSON.parse(JSON.stringify(facts)))).toEqual(summaryLines(facts));
});
