import { applyCommand } from '../../../../src/incident/commands/apply-command';
import type { ReadAlertUpdate } from '../../../../src/incident/model/commands';
import type { IncidentState } from '../../../../src/incident/model/state';
import { buildReport } from '../../../../src/incident/report/build-report';
import { alertCommands } from '../../../../src/incident/report/report-facts';
import { isRefusal } from '../../../../src/incident/text/refusal';
import { headlineOf } from '../../../../src/incident/war-room/headline';
import { RESPONSE_PLAN } from '../../../../src/workflows/response/plan';
import { wordsOf } from '../../../support/entry-words';
import { sampleEvent } from '../../../support/sample-incident';
import { after, completeState } from '../../../support/sample-state';

const START = completeState({}, { source: 'manual' });

function send(state: IncidentState, changes: Partial<ReadAlertUpdate> & { status: 'firing' | 'resolved'; of?: string }) {
  const { status, of = 'a', ...more } = changes;
  const update = { actor: 'am', name: 'alertUpdated' as const, event: sampleEvent({ status, fingerprint: `am:${of}` }), isPrivate: false };
  const outcome = applyCommand(state, { ...update, countsAlerts: true, ...more }, after(60));
  if (isRefusal(outcome)) throw new Error(outcome.message);
  return { state: outcome.state, outcome: outcome.outcome, effects: outcome.effects.map(({ kind }) => kind) };
}
const firing = ['a', 'b'].reduce((state, of) => send(state, { status: 'firing', of }).state, START);

describe('the recovery of the last group', () => {
  it('resolves the incident where nothing else is said', () => {
    const one = send(firing, { status: 'resolved', of: 'a' });
    expect(one.outcome).toBe('partlyRecovered');
    expect(send(one.state, { status: 'resolved', of: 'b' })).toMatchObject({ outcome: 'resolved', state: { status: 'resolved' } });
  });

  it.each([
    ['ask', 'askToResolve'],
    ['note', 'postNews'],
  ] as const)('leaves it open and tells once: %s', (onRecovery, effect) => {
    const one = send(firing, { status: 'resolved', of: 'a', onRecovery });
    expect(one).toMatchObject({ outcome: 'partlyRecovered', effects: expect.not.arrayContaining(['askToResolve']) });
    expect(headlineOf(one.state)).not.toHaveProperty('haveRecovered');
    const last = send(one.state, { status: 'resolved', of: 'b', onRecovery });
    expect(last).toMatchObject({ outcome: 'recovered', state: { status: 'triggered' } });
    expect(last.effects).toContain(effect);
    expect(headlineOf(last.state)).toMatchObject({ haveRecovered: true });
    expect(wordsOf(last.state.timeline.at(-1))).toBe(
      'all alerts have recovered, the last of them: Pool exhausted; the incident stays open until someone resolves it',
    );
    expect(send(last.state, { status: 'resolved', of: 'b', onRecovery }).effects).toEqual([]);
  });

  it('is told again after an alert has fired again, which is told too', () => {
    const recovered = ['a', 'b'].reduce((state, of) => send(state, { status: 'resolved', of, onRecovery: 'ask' }).state, firing);
    const again = send(recovered, { status: 'firing', of: 'a' });
    expect(again.effects).toContain('postNews');
    expect(headlineOf(again.state)).not.toHaveProperty('haveRecovered');
    expect(send(again.state, { status: 'resolved', of: 'a', onRecovery: 'ask' }).effects).toContain('askToResolve');
  });

  it('resolves the incident in a run of older code, whatever is said', () => {
    const event = sampleEvent({ status: 'resolved', fingerprint: 'am:a' });
    const one = applyCommand(START, { actor: 'am', name: 'alertUpdated', event, isPrivate: false, onRecovery: 'ask' }, after(60));
    expect(one).toMatchObject({ outcome: 'resolved' });
  });
});

describe('the groups of alerts behind an incident', () => {
  it('are listed once each, bounded, and named by the report', () => {
    const { state } = send(send(START, { status: 'firing', group: 'alert-am-1' }).state, { status: 'firing', group: 'alert-am-1' });
    expect(state.alertGroups).toEqual({ ids: ['alert-am-1'], hasMore: false });
    expect(alertCommands(buildReport(state, RESPONSE_PLAN))).toEqual(['incident alerts alert-am-1']);
    const many = Array.from({ length: 150 }, (_, index) => `alert-am-${index}`).reduce(
      (before, group) => send(before, { status: 'firing', group }).state,
      START,
    );
    expect(many.alertGroups).toMatchObject({ hasMore: true });
    expect(many.alertGroups?.ids).toHaveLength(100);
    expect(alertCommands(buildReport(many, RESPONSE_PLAN)).at(-1)).toBe('and more than 97 others');
  });

  it('are none without alerts', () => {
    expect(alertCommands(buildReport(START, RESPONSE_PLAN))).toEqual([]);
  });
});
