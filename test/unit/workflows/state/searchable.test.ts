import { jsonBytes } from '../../../../src/incident/text/json-bytes';
import { isFindable, searchable } from '../../../../src/workflows/state/searchable';
import { sampleIncident } from '../../../support/sample-incident';
import { completeState, MISSING_SCOPE, withNodes } from '../../../support/sample-state';

const found = (ids: readonly string[]) => ({
  resolved: ids.map((userId) => ({ userId, name: `Name of ${userId}`, reference: userId, method: 'email' as const })),
  unresolved: [],
  resolutionRate: 1,
});

describe('the responders that can be searched for', () => {
  it('are ids, each once, and never names: search attributes are not encrypted', () => {
    expect(searchable(completeState({ people: found(['U1', 'U2', 'U1']) })).responders).toEqual(['U1', 'U2']);
  });

  it('are none of a private incident', () => {
    const state = completeState({ incident: sampleIncident({ privacy: 'private' }), people: found(['U1']) });
    expect(searchable(state).responders).toEqual([]);
  });

  it('fit into what the server takes, however many', () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => `U${String(index).padStart(10, '0')}`);
    const { responders } = searchable(completeState({ people: found(ids) }));
    expect(jsonBytes(responders)).toBeLessThan(2_048);
    expect(responders?.length).toBeGreaterThan(100);
    expect(ids.slice(0, responders?.length)).toEqual(responders);
  });
});

it('cuts a source to what a keyword takes', () => {
  const { source } = searchable(completeState({ incident: sampleIncident({ source: 's'.repeat(10_000) }) }));
  expect(source?.length).toBeLessThanOrEqual(255);
});

it('nothing is published of an incident of which nothing is known yet', () => {
  const declared = completeState({ incident: null, status: 'triggered' });
  expect(isFindable(declared)).toBe(false);
  expect(isFindable({ ...declared, status: 'cancelled' })).toBe(true);
  expect(isFindable(withNodes(declared, { parseIncidentEvent: { status: 'blocked', problem: MISSING_SCOPE } }))).toBe(true);
  expect(isFindable(completeState())).toBe(true);
});
