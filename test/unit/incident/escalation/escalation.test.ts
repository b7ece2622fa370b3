import { applyCommand } from '../../../../src/incident/commands/apply-command';
import { applyDeadline } from '../../../../src/incident/commands/apply-deadline';
import { isDue, nextDeadline } from '../../../../src/incident/escalation/deadlines';
import { armEscalation, describeDue, nextLevel } from '../../../../src/incident/escalation/escalation';
import type { UnresolvedReference } from '../../../../src/incident/model/responders';
import type { IncidentState } from '../../../../src/incident/model/state';
import { isRefusal } from '../../../../src/incident/text/refusal';
import { sampleIncident, samplePolicy } from '../../../support/sample-incident';
import { after, CREATED_AT, completeState } from '../../../support/sample-state';

const MINUTE = 60;
const incident = sampleIncident();
const armed = (changes: Partial<IncidentState> = {}): IncidentState => {
  const state = completeState(changes);
  return { ...state, escalation: armEscalation(state, 0, CREATED_AT) };
};
const apply = (state: IncidentState, command: Parameters<typeof applyCommand>[1], at: string): IncidentState => {
  const outcome = applyCommand(state, command, at);
  if (isRefusal(outcome)) throw new Error(outcome.message);
  return outcome.state;
};

describe('levels', () => {
  it('are called in their order, the last one again as often as configured', () => {
    const called = [0, 1, 2, 3].map((reached) => nextLevel(incident, reached));
    expect(called.map((level) => level && [level.number, level.level.name, level.again])).toEqual([
      [1, 'level 1', false],
      [2, 'leads', false],
      [3, 'leads', true],
      null,
    ]);
    expect(called.map((level) => level && describeDue(level, null))).toEqual([
      'second@example.com (escalation level 1) is paged',
      '@leads (escalation level 2, leads) is paged',
      '@leads (leads, again) is paged',
      null,
    ]);
  });

  it('of nobody are everybody who was called at the start', () => {
    const bare = sampleIncident({ policy: samplePolicy({ levels: [] }) });
    expect(nextLevel(bare, 0)?.level.users).toEqual([]);
    expect(describeDue({ number: 1, level: { name: 'everybody', users: [] }, again: false }, null)).toBe(
      'everyone is paged again (escalation level 1)',
    );
    expect(describeDue({ number: 1, level: { name: 'everybody', users: [] }, again: false }, 'no war room was requested')).toBe(
      'escalation level 1 pages no one in Slack (no war room was requested)',
    );
  });
});

describe('the clock', () => {
  it('runs from the creation, by severity, and says what it will do', () => {
    const state = armed();
    expect(state.escalation).toEqual({ reached: 0, dueAt: after(5 * MINUTE) });
    expect(nextDeadline(state)).toEqual({
      kind: 'escalate',
      at: after(5 * MINUTE),
      summary: 'unless someone acknowledges, second@example.com (escalation level 1) is paged',
    });
  });

  it('calls the level that is due, arms the next, and tells who was the clock', () => {
    const deadline = nextDeadline(armed());
    if (deadline === null) throw new Error('nothing is due');
    expect(isDue(deadline, after(5 * MINUTE - 1))).toBe(false);
    expect(isDue(deadline, after(5 * MINUTE))).toBe(true);
    const outcome = applyDeadline(armed(), deadline, after(9 * MINUTE));
    expect(outcome.state.escalation).toEqual({ reached: 1, dueAt: after(14 * MINUTE) });
    expect(outcome.state.timeline.at(-1)).toMatchObject({ actor: 'worker', kind: 'escalate' });
    expect(outcome.effects).toContainEqual({
      kind: 'callPeople',
      why: { kind: 'escalation', level: 1, by: null },
      references: ['second@example.com'],
      everybody: false,
    });
  });

  it('stops for good when somebody acknowledges, whichever comes first', () => {
    const taken = apply(armed(), { name: 'acknowledge', actor: 'ben' }, after(MINUTE));
    expect(taken.escalation.dueAt).toBeNull();
    // A deadline that comes in the same moment as the acknowledgement, and is met after it, calls nobody.
    const late = applyDeadline(taken, { kind: 'escalate', at: after(0), summary: '' }, after(6 * MINUTE));
    expect(late.effects).toEqual([]);
    expect(late.state.escalation).toEqual({ reached: 0, dueAt: null });
  });

  it('is brought forward by a graver severity, never put off', () => {
    const low = { ...armed(), incident: sampleIncident({ severity: 'low' }) };
    const started = { ...low, escalation: armEscalation(low, 0, CREATED_AT) };
    expect(started.escalation.dueAt).toBe(after(240 * MINUTE));
    const raised = apply(started, { name: 'changeSeverity', actor: 'ann', severity: 'critical' }, after(10 * MINUTE));
    expect(raised.escalation.dueAt).toBe(after(15 * MINUTE));
    const soon = { ...started, escalation: { reached: 0, dueAt: after(11 * MINUTE) } };
    expect(apply(soon, { name: 'changeSeverity', actor: 'ann', severity: 'critical' }, after(10 * MINUTE)).escalation.dueAt).toBe(
      after(11 * MINUTE),
    );
  });

  it('starts a longer time when the severity falls, and keeps the level', () => {
    const called = { ...armed(), escalation: { reached: 1, dueAt: after(10 * MINUTE) } };
    const lowered = apply(called, { name: 'changeSeverity', actor: 'ann', severity: 'medium' }, after(6 * MINUTE));
    expect(lowered.escalation).toEqual({ reached: 1, dueAt: after(66 * MINUTE) });
  });
});

describe('what is told by severity', () => {
  const { bySeverity, ...forAll } = samplePolicy();
  const low = { ...bySeverity.low, archiveAfterMs: 60_000, repeatLastLevel: 0 };
  const own = sampleIncident({ policy: { ...forAll, bySeverity: { ...bySeverity, low } } });

  it('is how often the last level is called again', () => {
    expect(nextLevel({ ...own, severity: 'low' }, 2)).toBeNull();
    expect(nextLevel(own, 2)?.again).toBe(true);
  });

  it('is how long a resolved incident stays open, also when its severity changes then', () => {
    const resolved = apply(armed({ incident: own }), { name: 'resolve', actor: 'ann' }, after(MINUTE));
    expect(resolved.archiveDueAt).toBe(after(MINUTE + 1_440 * MINUTE));
    const lowered = apply(resolved, { name: 'changeSeverity', actor: 'ann', severity: 'low' }, after(2 * MINUTE));
    expect(lowered.archiveDueAt).toBe(after(MINUTE + MINUTE));
    const raised = apply(lowered, { name: 'changeSeverity', actor: 'ann', severity: 'high' }, after(3 * MINUTE));
    expect(raised.archiveDueAt).toBe(resolved.archiveDueAt);
  });
});

describe('reminders', () => {
  const taken = apply(armed(), { name: 'acknowledge', actor: 'ben' }, after(0));
  const due = { kind: 'remind' as const, at: after(0), summary: '' };

  it('wait longer each time that nobody answers, a day at most', () => {
    expect(taken.reminder).toEqual({ dueAt: after(30 * MINUTE), unanswered: 0 });
    let state = taken;
    const waits: number[] = [];
    for (let count = 0; count < 8; count += 1) {
      state = applyDeadline(state, due, after(0)).state;
      waits.push((Date.parse(state.reminder.dueAt ?? '') - Date.parse(CREATED_AT)) / 60_000);
    }
    expect(waits).toEqual([60, 120, 240, 480, 960, 1_440, 1_440, 1_440]);
  });

  it('begin anew with whatever a person does, and not with an alert', () => {
    const reminded = applyDeadline(taken, due, after(30 * MINUTE)).state;
    const noted = apply(reminded, { name: 'addNote', actor: 'ben', text: 'x' }, after(31 * MINUTE));
    expect(noted.reminder).toEqual({ dueAt: after(61 * MINUTE), unanswered: 0 });
  });

  it('stand on the headline, which is edited when one is put off, and not for a note that puts off nothing', () => {
    const note = { name: 'addNote', actor: 'ben', text: 'x' } as const;
    const effectsOn = (state: IncidentState): readonly string[] => {
      const outcome = applyCommand(state, note, after(31 * MINUTE));
      return isRefusal(outcome) ? [outcome.message] : outcome.effects.map(({ kind }) => kind);
    };
    expect(effectsOn(taken)).toEqual(['postNews']);
    expect(effectsOn(armed())).toEqual(['postNews']);
  });
});

it('promises no call where nobody has been found', () => {
  const severity = { ...samplePolicy().bySeverity.critical, levels: [] };
  const policy = { ...samplePolicy(), bySeverity: { ...samplePolicy().bySeverity, critical: severity } };
  const unarmed = completeState({ people: null }, { policy, severity: 'critical' });
  const searching = { ...unarmed, escalation: armEscalation(unarmed, 0, CREATED_AT) };
  expect(nextDeadline(searching)?.summary).toBe('unless someone acknowledges, everyone is paged again (escalation level 1)');
  const summaryWith = (unresolved: readonly UnresolvedReference[]) =>
    nextDeadline({ ...searching, people: { resolved: [], unresolved, resolutionRate: 0 } })?.summary;
  const missing = { reference: 'Zaphod', reason: 'no user has this name' };
  expect(summaryWith([])).toBe('escalation level 1 pages no one in Slack (no people were requested)');
  expect(summaryWith([missing])).toBe('escalation level 1 pages no one in Slack (none of the requested people were found)');
  expect(summaryWith([missing, { ...missing, isPending: true }])).toBe(
    'escalation level 1 pages no one in Slack (none of the requested people have been found yet)',
  );
  const roomless = { ...searching, request: { ...searching.request, createChannel: false } };
  expect(nextDeadline(roomless)?.summary).toBe('escalation level 1 pages no one in Slack (no war room was requested)');
});
