import type { IncidentState } from '../../../../src/incident/model/state';
import { summaryFacts } from '../../../../src/incident/response/summary-facts';
import { summaryLines } from '../../../../src/incident/response/summary-lines';
import { after, completeState, MISSING_SCOPE, newState, withNodes } from '../../../support/sample-state';

const linesOf = (state: IncidentState): string[] => summaryLines(summaryFacts(state));

it('tells a response that came off', () => {
  const state = completeState();
  const lines = linesOf({ ...state, metrics: { ...state.metrics, timeToWarRoomMs: 310 } });
  expect(lines[0]).toMatch(/^6 of 6 steps done in [\d.]+ m?s \(before this summary\)/);
  expect(lines.slice(1)).toEqual([
    'war room opened after 310 ms',
    '1 of 1 person found',
    'probes: 1 fail, 0 warn, 1 ok, 0 unknown',
    'health 49/100, confidence 53% (2 of 2 probes conclusive, weight 6 of 6, 2 aspects covered, 0 of 1 failure reproduced)',
  ]);
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

it('names who could not be found, what was skipped, degraded or left out, and only ten of each', () => {
  const unresolved = Array.from({ length: 12 }, (_, index) => ({ reference: `user${index}`, reason: 'none' }));
  const state = completeState({
    people: { resolved: [], unresolved, resolutionRate: 0 },
    degradations: [{ what: 'topic', problem: MISSING_SCOPE, at: after(1) }],
  });
  const investigation = state.investigation && { ...state.investigation, leftOut: ['tls: no https target'] };
  const lines = linesOf({ ...state, investigation });
  expect(lines).toContain(
    `0 of 12 people found; not found: ${unresolved
      .slice(0, 10)
      .map(({ reference }) => reference)
      .join('; ')} and 2 more`,
  );
  expect(lines).toContain('degraded: topic failed: Slack refuses: scope groups:write is missing');
  expect(lines).toContain('skipped: tls: no https target');
});

it('calls unknown what was not looked at', () => {
  expect(linesOf(newState())).toContain('there is no investigation result, so the state of the system is unknown');
  const state = completeState();
  const investigation = state.investigation && { ...state.investigation, findings: [] };
  expect(linesOf({ ...state, investigation })).toContain('no probe matched, so the state of the system is unknown');
});

it('stays the same after a travel as JSON', () => {
  const facts = summaryFacts(completeState());
  expect(summaryLines(JSON.parse(JSON.stringify(facts)))).toEqual(summaryLines(facts));
});
