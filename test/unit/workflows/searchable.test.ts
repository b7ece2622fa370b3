import { jsonBytes } from '../../../src/incident/json-bytes';
import { searchable } from '../../../src/workflows/searchable';
import { completeState } from '../../support/sample-state';

const respondersOf = (names: readonly string[]): readonly string[] | null => {
  const state = completeState();
  const [person] = state.people?.resolved ?? [];
  if (person === undefined) throw new Error('the sample has nobody');
  return searchable({ ...state, people: { resolutionRate: 1, resolved: names.map((name) => ({ ...person, name })), unresolved: [] } })
    .responders;
};

describe('the responders that can be searched for', () => {
  it('stand there once each', () => {
    expect(respondersOf(['dba', 'lead', 'dba'])).toEqual(['dba', 'lead']);
  });

  it.each(['x', 'ж', '漢', '\u0001'])('fit into what the server takes, however many and long: %j', (character) => {
    const names = Array.from({ length: 100 }, (_, index) => `${index} ${character.repeat(70)}`);
    const responders = respondersOf(names);
    expect(jsonBytes(responders)).toBeLessThan(2_048);
    expect(responders?.length).toBeGreaterThan(3);
    expect(names.slice(0, responders?.length)).toEqual(responders);
  });
});
