import { assessFindings } from '../../../../src/incident/investigation/assess-findings';
import type { IncidentState } from '../../../../src/incident/model/state';
import { scoreResponse, whyNotSuccess } from '../../../../src/incident/response/score';
import { completeState, MISSING_SCOPE, newState, withNodes } from '../../../support/sample-state';

const partOf = (state: IncidentState, name: string) => scoreResponse(state).score.parts.find((part) => part.name === name);
const scored = (state: IncidentState): IncidentState => ({ ...state, ...scoreResponse(state) });
const investigated = (state: IncidentState, coverage: number): IncidentState => ({
  ...state,
  investigation: state.investigation && { ...state.investigation, coverage },
});

it('is 100 when nothing that was asked for is missing', () => {
  const { score, overallStatus } = scoreResponse(completeState());
  expect(score.parts.map(({ name, points, outOf }) => [name, points, outOf])).toEqual([
    ['people', 20, 20],
    ['warRoom', 30, 30],
    ['investigation', 20, 20],
    ['updates', 30, 30],
  ]);
  expect([score.total, overallStatus]).toEqual([100, 'success']);
});

it('counts people found of people asked for, and points are rounded down', () => {
  const state = completeState();
  const missing = ['ben', 'eve'].map((reference) => ({ reference, reason: 'no such user' }));
  const people = { resolved: state.people?.resolved ?? [], unresolved: missing, resolutionRate: 1 / 3 };
  expect(partOf({ ...state, people }, 'people')).toEqual({ name: 'people', points: 6, outOf: 20, asked: true, why: '1 of 3 people found' });
  expect(scoreResponse({ ...state, people })).toMatchObject({ score: { total: 86 }, overallStatus: 'partial' });
});

it('does not count what was not asked for', () => {
  const nobody = completeState({ people: { resolved: [], unresolved: [], resolutionRate: 1 } }, { users: [] });
  expect(partOf(nobody, 'people')).toMatchObject({ asked: false, why: 'no people were requested' });
  expect(scoreResponse(nobody)).toMatchObject({ score: { total: 100 }, overallStatus: 'success' });

  const state = completeState({ warRoom: null, headlineTs: null });
  const roomless = { ...state, request: { ...state.request, createChannel: false } };
  expect(scoreResponse(roomless).score.parts.map(({ asked }) => asked)).toEqual([true, false, true, false]);
  expect(scoreResponse(roomless)).toMatchObject({ score: { total: 100 }, overallStatus: 'success' });
});

it('counts no invitations where nobody was to be invited, though somebody was called later', () => {
  const state = withNodes(completeState(), { inviteResponders: { status: 'skipped', note: 'no one to invite' } });
  expect(partOf(state, 'warRoom')).toMatchObject({
    points: 30,
    why: 'points: channel 12 of 12, headline 12 of 12, topic/pin/bookmarks 3 of 3',
  });
  const roomless = withNodes(state, { createChannel: { status: 'skipped', note: 'given up' } });
  expect(partOf(roomless, 'warRoom')?.why).toContain('invitations 0 of 3');
});

it('scores the war room by its parts and says which', () => {
  const state = withNodes(completeState(), { furnishRoom: { status: 'failed', problem: MISSING_SCOPE } });
  expect(partOf(state, 'warRoom')).toMatchObject({
    points: 27,
    why: 'points: channel 12 of 12, headline 12 of 12, topic/pin/bookmarks 0 of 3, invitations 3 of 3',
  });
  expect(scoreResponse(state)).toMatchObject({ score: { total: 97 }, overallStatus: 'partial' });
});

it('scores the investigation by its coverage', () => {
  expect(partOf(investigated(completeState(), 0.5), 'investigation')).toMatchObject({
    points: 10,
    why: '2 of 2 probes conclusive, 50% by weight',
  });
  expect(partOf(investigated(completeState(), 0.999), 'investigation')).toMatchObject({ points: 19 });
  const blocked = withNodes(completeState({ investigation: null }), { assessFindings: { status: 'blocked', problem: MISSING_SCOPE } });
  expect(partOf(blocked, 'investigation')).toMatchObject({ points: 0, why: `no investigation result (${MISSING_SCOPE.message})` });
});

it('earns nothing where no probe matched, and does not count those that look at the prober itself', () => {
  const state = completeState();
  const { investigation } = state;
  const of = (findings: typeof state.findings) => ({ ...state, investigation: investigation && { ...investigation, findings } });
  expect(partOf(of([]), 'investigation')).toMatchObject({ points: 0, why: 'no probe matched' });
  const controlled = of(state.findings.map((finding, index) => ({ ...finding, control: index === 0 })));
  expect(partOf(controlled, 'investigation')?.why).toMatch(
    /^1 of 1 probe conclusive.*; the check of the prober's own network is not counted$/,
  );
});

it('earns nothing by probes of which none observed the system: evidence alone says nothing about its health', () => {
  const state = completeState();
  const findings = state.findings.map((finding) => ({ ...finding, kind: 'correlation' as const }));
  const investigation = assessFindings(findings, []);
  expect(investigation).toMatchObject({ coverage: 1, health: null, confidence: 0 });
  const unobserved = { ...state, findings, investigation };
  expect(partOf(unobserved, 'investigation')).toMatchObject({
    points: 0,
    why: '2 of 2 probes conclusive, but none checked the system itself',
  });
  expect(scoreResponse(unobserved)).toMatchObject({ score: { total: 80 }, overallStatus: 'partial' });
  expect(whyNotSuccess(scored(unobserved))).toBe('investigation: 2 of 2 probes conclusive, but none checked the system itself');
});

describe('why it is not a success', () => {
  it('is nothing while it is one, or is not scored', () => {
    expect(whyNotSuccess(scored(completeState()))).toBeNull();
    expect(whyNotSuccess(completeState())).toBeNull();
  });

  it('is what is missing where nothing is known, and no room was asked for or none could be had', () => {
    const state = investigated(completeState({ warRoom: null }), 0);
    const unknown = { ...state, findings: [], investigation: assessFindings([], []) };
    const roomless = scored({ ...unknown, request: { ...unknown.request, createChannel: false } });
    expect(roomless.overallStatus).toBe('failed');
    expect(whyNotSuccess(roomless)).toBe('no war room was requested, and nothing is known about the system: no probe matched');
    const refused = scored(withNodes(unknown, { createChannel: { status: 'failed', problem: MISSING_SCOPE } }));
    expect(whyNotSuccess(refused)).toContain(`there is no war room (${MISSING_SCOPE.message}), and nothing is known`);
    expect(whyNotSuccess(scored({ ...unknown, incident: null }))).toBe('the event was not parsed');
  });

  it('names what is blocked and what is degraded', () => {
    const blocked = withNodes(completeState(), { writeReport: { status: 'blocked', problem: MISSING_SCOPE } });
    expect(whyNotSuccess(scored(blocked))).toBe('summarizeIncident is blocked');
    const degradations = [{ what: 'bookmarks', problem: MISSING_SCOPE, at: '2026-01-01T10:00:00.000Z' }];
    expect(whyNotSuccess(scored(completeState({ degradations })))).toBe('degraded: bookmarks failed');
  });
});

it('is failed without a room or anything known, and partial while something is blocked', () => {
  expect(scoreResponse(newState()).overallStatus).toBe('failed');
  expect(scoreResponse(newState()).score.total).toBe(0);
  expect(scoreResponse(completeState({ incident: null })).overallStatus).toBe('failed');
  expect(scoreResponse(investigated(completeState({ warRoom: null }), 0)).overallStatus).toBe('failed');
  const roomless = completeState({ warRoom: null, headlineTs: null });
  expect(scoreResponse(withNodes(roomless, { createChannel: { status: 'blocked' } })).overallStatus).toBe('partial');
  const blocked = withNodes(completeState(), { writeReport: { status: 'blocked', problem: MISSING_SCOPE } });
  expect(scoreResponse(blocked).overallStatus).toBe('partial');
});
