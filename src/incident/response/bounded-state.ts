import type { IncidentState } from '../model/state';
import { boundedPeople } from '../people/bounded-people';

/** Of the people, as they travel with the state in every query, in the report and from run to run. */
const MAX_PEOPLE_BYTES = 200_000;

/** The state within its limits; the same state if it is. The timeline is bounded where it grows. */
export function boundedState(state: IncidentState): IncidentState {
  const people = boundedPeople(state.people, MAX_PEOPLE_BYTES);
  return people === state.people ? state : { ...state, people };
}
