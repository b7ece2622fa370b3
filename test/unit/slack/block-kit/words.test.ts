import type { CallReason } from '../../../../src/incident/model/call-reason';
import type { NewsEntry, RoomMessage } from '../../../../src/incident/model/room-message';
import { headlineOf } from '../../../../src/incident/war-room/headline';
import { renderChecked } from '../../../support/render-checked';
import { sampleIncident, sampleProbe } from '../../../support/sample-incident';
import { completeState } from '../../../support/sample-state';

const PROBLEM = { code: 'x', message: 'HTTP 503', mend: '' };
const BEN = { userId: 'U1', name: 'Ben', reference: 'ben@example.com', method: 'email' as const };

function call(message: Partial<RoomMessage & { kind: 'callForPeople' }>): string {
  const incident = sampleIncident();
  const whole = { kind: 'callForPeople' as const, incident, why: null, takenBy: null, called: [], unresolved: [], assigned: true };
  return shown({ ...whole, ...message });
}
const shown = (message: RoomMessage): string => JSON.stringify(renderChecked(message, 'A-1')).replaceAll('\\n', '\n');
const news = (entry: NewsEntry): string => renderChecked({ kind: 'news', entries: [entry] }, 'A-1').text;

describe('news', () => {
  it.each<readonly [string, NewsEntry, string]>([
    ['a person', { actor: 'ben', kind: 'changeTitle', from: 'A', to: 'B' }, '*ben* changed the title from "A" to "B"'],
    [
      'an alert',
      { actor: 'alert:grafana', kind: 'alertUpdated', alert: { outcome: 'alreadyResolved', title: 'Disk full' } },
      '*alert:grafana:* the',
    ],
    ['a step', { actor: 'worker', kind: 'blocked', step: 'createWarRoom', problem: PROBLEM }, 'createWarRoom is blocked: HTTP 503'],
    ['a failure', { actor: 'worker', kind: 'degraded', what: 'editHeadline', problem: PROBLEM }, "Couldn't update the headline: HTTP 503"],
    ['the worker', { actor: 'worker', kind: 'omitted', count: 1 }, '1 more entry was recorded but not posted here.'],
  ])('of %s is one sentence with its subject', (_, entry, words) => {
    expect(news(entry).startsWith(words)).toBe(true);
  });
});

describe('the headline', () => {
  const headline = (changes: Parameters<typeof completeState>[0]): string => shown(headlineOf(completeState(changes)));

  it('says what is broken, how much was observed, and what to do first', () => {
    expect(headline({})).toMatch(/✗ .+ fails: connection refused\.\n\*Observed:\* .+\n\*Do first:\* Is it running\?"/);
    expect(headline({ investigation: null })).toContain('What is broken is not known yet."');
    expect(headline({ investigation: null })).not.toContain('Do first');
  });

  it('says once who has it', () => {
    const taken = headline({ status: 'acknowledged', acknowledgedBy: 'Ben', acknowledgedById: 'U1' });
    expect(taken).toContain('acknowledged by <@U1>');
    expect(taken).not.toContain('has acknowledged');
    expect(headline({ status: 'triggered' })).not.toContain('has acknowledged');
  });

  it('of a resolved incident looks back, and asks for nothing', () => {
    expect(headline({ status: 'resolved' })).toMatch(/The last investigation said: .+ fails: connection refused\."/);
    expect(headline({ status: 'resolved' })).not.toMatch(/Do first|How sure|Observed/);
  });
});

describe('a page', () => {
  it.each<readonly [CallReason, string]>([
    [{ kind: 'assigned', by: 'dana', role: null }, '👤 dana assigned this incident to Ben.'],
    [{ kind: 'assigned', by: 'Ben', role: null }, '👤 Ben took this incident.\n<@U1>: 🔴 critical incident'],
    [{ kind: 'assigned', by: 'Ben', role: 'commander' }, '👤 Ben took the *commander* role.\n<@U1>: 🔴 critical incident'],
    [{ kind: 'assigned', by: 'dana', role: 'scribe' }, '👤 dana assigned the *scribe* role to Ben.'],
    [{ kind: 'escalation', by: null, level: 2 }, '⏫ *Escalation level 2:* no one acknowledged in time.'],
  ])('says why: %j', (why, words) => {
    expect(call({ why, called: [BEN] })).toContain(words);
  });

  it('that misses someone says how to page them, by the menu or by a line', () => {
    const missed = { called: [BEN], unresolved: [{ reference: 'zoe', reason: 'no one has this name' }] };
    const who = 'If they are in Slack under another name or address, page them';
    expect(call(missed)).toContain(`${who}: \`/incident add @PERSON\``);
    expect(call({ ...missed, buttons: ['acknowledge'] })).toContain(`${who} with *Add people* in the menu of the pinned headline.`);
  });

  it('that reaches no one says why, and what to do', () => {
    const why: CallReason = { kind: 'severity', from: 'low', to: 'high' };
    expect(call({ why })).toMatch(/: no one has been found\.\nTo page someone: `\/incident add @PERSON`/);
    expect(call({ why, unresolved: [{ reference: 'zoe', reason: 'no one has this name' }] })).not.toContain('no one has been found');
  });
});

describe('a blocked step', () => {
  it.each([
    ['Fix it.', 'Fix it.\nThen retry, on the command line: `incident retry-step A-1 createWarRoom`'],
    ['', 'HTTP 503\nTo retry, on the command line: `incident retry-step A-1 createWarRoom`'],
  ])('with the remedy "%s" says how to go on', (mend, words) => {
    const message = { kind: 'blocked' as const, incidentId: 'A-1', step: 'createWarRoom' as const, problem: { ...PROBLEM, mend } };
    expect(shown(message)).toContain(words);
  });
});

describe('a message that asks whether it is over', () => {
  const ASKED = { incidentId: 'A-1', asked: [], acknowledgedBy: 'ben' };
  it.each<readonly [string, RoomMessage, string, string]>([
    ['a reminder', { kind: 'reminder', ...ASKED, wantsCommander: false }, 'resolve', 'resolve it: `/incident resolve`.'],
    ['all alerts recovered', { kind: 'recovered', ...ASKED }, 'resolve', 'resolve it: `/incident resolve`.'],
    [
      'the outcome',
      { kind: 'outcome', incidentId: 'A-1', lines: [], reopenUntil: '2026-01-02T10:00:00Z' },
      'reopen',
      ', with *Reopen* on the pinned headline.',
    ],
  ])('has the button for it, or says how without one: %s', (_, message, button, words) => {
    expect(shown(message)).toContain(words);
    expect(shown(message)).not.toContain('actions');
    const withButton = shown({ ...message, buttons: [button] } as RoomMessage);
    expect(withButton).toContain(`"value":"${button} A-1 0"`);
    expect(withButton).not.toContain(words);
    expect(shown({ ...message, buttons: [] } as RoomMessage)).not.toContain('actions');
  });
});

it.each([
  [[null], 'Investigating without a target: 1 probe'],
  [['a', 'b'], 'Investigating a, b: 2 probes'],
  [['a', 'b', 'c', 'd', 'e'], 'Investigating a, b, c and 2 more: 5 probes'],
])('names what is investigated: %j', (targets, title) => {
  const probes = targets.map((target, index) => sampleProbe({ key: `p${index}`, target }));
  expect(renderChecked({ kind: 'progress', probes, findings: [] }).text).toBe(title);
});
