import { applyCommand } from '../../../../src/incident/commands/apply-command';
import { alertMemory, NOTHING_FIRES, ofManyGroups, othersFiring, withFiring } from '../../../../src/incident/model/alert-memory';
import { firingAlerts } from '../../../../src/incident/model/firing-alerts';
import type { EventStatus } from '../../../../src/incident/model/incident';
import type { IncidentState } from '../../../../src/incident/model/state';
import { jsonBytes } from '../../../../src/incident/text/json-bytes';
import { isRefusal } from '../../../../src/incident/text/refusal';
import { sampleEvent } from '../../../support/sample-incident';
import { after, completeState } from '../../../support/sample-state';

const GROUPS = 400;
const START = completeState({}, { source: 'manual' });
const numbers = Array.from({ length: GROUPS }, (_, index) => index);

function send(state: IncidentState, index: number, status: EventStatus, newer: boolean): IncidentState {
  const event = sampleEvent({ status, fingerprint: `alertmanager:receiver:group with a long name ${index}` });
  const counts = newer ? { countsAlerts: true as const } : {};
  const outcome = applyCommand(state, { name: 'alertUpdated', actor: 'am', event, isPrivate: false, ...counts }, after(60));
  if (isRefusal(outcome)) throw new Error(outcome.message);
  return outcome.state;
}

describe('an incident of several hundred groups of alerts', () => {
  it('resolves exactly when the last of them has recovered', () => {
    let state = numbers.reduce((before, index) => send(before, index, 'firing', true), START);
    state = numbers.slice(1).reduce((before, index) => send(before, index, 'resolved', true), state);
    expect(state.status).toBe('triggered');
    expect(send(state, 0, 'resolved', true).status).toBe('resolved');
  });

  it('does not resolve while one fires that has fired again in between', () => {
    let state = numbers.reduce((before, index) => send(before, index, 'firing', true), START);
    state = send(send(state, 7, 'resolved', true), 7, 'firing', true);
    state = numbers.filter((index) => index !== 7).reduce((before, index) => send(before, index, 'resolved', true), state);
    expect(state.status).toBe('triggered');
    expect(send(state, 7, 'resolved', true).status).toBe('resolved');
  });

  it('goes on as it did in a run of older code, which counts all but ten groups as one', () => {
    let state = numbers.reduce((before, index) => send(before, index, 'firing', false), START);
    state = numbers.reduce((before, index) => send(before, index, 'resolved', false), state);
    expect(state.status).toBe('triggered');
  });

  it('remembers them in few bytes, however many alerts each has, and still knows which are new', () => {
    const event = (group: number, alerts: number) =>
      sampleEvent({
        fingerprint: `alertmanager:receiver:group with a long name ${group}`,
        firing: firingAlerts(Array.from({ length: alerts }, (_, index) => ({ fingerprint: `${group}/${index}`, startedAt: after(index) }))),
      });
    let memory = ofManyGroups(alertMemory(START) ?? NOTHING_FIRES);
    for (let group = 0; group < 500; group += 1) memory = withFiring(memory, event(group, 300));
    expect(jsonBytes(memory)).toBeLessThan(200_000);
    expect(othersFiring(memory, event(0, 1))).toBe(499);
    expect(withFiring(memory, event(500, 1)).firing).toHaveProperty('+');
  });
});
