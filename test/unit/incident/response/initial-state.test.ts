import { actorOf } from '../../../../src/incident/model/actor';
import type { IncidentRequest } from '../../../../src/incident/model/incident';
import { STEPS } from '../../../../src/incident/model/plan';
import { initialState } from '../../../../src/incident/response/initial-state';
import { RESPONSE_PLAN } from '../../../../src/workflows/response/plan';
import { CREATED_AT } from '../../../support/sample-state';

describe('initialState', () => {
  const request = { incidentId: 'PROD-20260101-001', title: 'Database down', actor: 'ann' };
  const state = initialState(request, CREATED_AT, RESPONSE_PLAN.nodes);

  it('has every node and every step still to do', () => {
    expect(state.nodes.map(({ name }) => name)).toEqual(RESPONSE_PLAN.nodes.map(({ name }) => name));
    expect(state.nodes.every(({ status, round, attempts }) => status === 'pending' && round === 1 && attempts === 0)).toBe(true);
    expect(state.steps.map(({ name, status }) => `${name} ${status}`)).toEqual(STEPS.map((name) => `${name} pending`));
  });

  it('is triggered, and says who declared it when', () => {
    expect(state).toMatchObject({ status: 'triggered', createdAt: CREATED_AT, incident: null, request, seenRequestIds: [] });
    expect(state.timeline).toEqual([expect.objectContaining({ kind: 'declared', actor: 'ann', at: CREATED_AT, recordedAt: CREATED_AT })]);
  });

  it.each([
    ['root', 'ann (via root)'],
    ['ann', 'ann'],
    // Start input can be sent by hand; what is no text is refused when the event is parsed.
    [{ toString: 1 }, 'ann'],
  ])('says by which user of the operating system it came in: %j', (via, actor) => {
    const [declared] = initialState({ ...request, via } as IncidentRequest, CREATED_AT, RESPONSE_PLAN.nodes).timeline;
    expect(declared && actorOf(declared)).toBe(actor);
  });

  it('is plain JSON: what is queried and returned is what it is', () => {
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });
});
