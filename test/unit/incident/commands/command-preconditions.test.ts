import { mustWait, needsIncident, notParsed } from '../../../../src/incident/commands/command-preconditions';
import { COMMAND_NAMES } from '../../../../src/incident/model/commands';
import type { IncidentState, NodeStatus } from '../../../../src/incident/model/state';
import { after, completeState, newState, withNodes } from '../../../support/sample-state';

const NEED_IT = ['changeSeverity', 'changeTitle', 'decline', 'escalate', 'investigateAgain'];
const unparsed = (status: NodeStatus, changes: Partial<IncidentState> = {}): IncidentState =>
  withNodes(newState(changes), { parseIncidentEvent: { status } });
const waiting = (state: IncidentState) => COMMAND_NAMES.filter((name) => mustWait(state, name)).sort();

it('only what changes the parsed incident needs it', () => {
  expect(COMMAND_NAMES.filter(needsIncident).sort()).toEqual(NEED_IT);
});

it.each<[string, IncidentState, string[]]>([
  ['it is parsed: those that need it', unparsed('running'), NEED_IT],
  ['a blocked parse may still be mended: the same', unparsed('blocked'), NEED_IT],
  ['the parse has failed: none', unparsed('failed'), []],
  ['the parse is given up: none', unparsed('skipped'), []],
  ['it is cancelled before: none', unparsed('running', { status: 'cancelled' }), []],
  ['it is closed before: none', unparsed('running', { closedAt: after(1) }), []],
  ['the first investigation is over: a further one', completeState({ responseComplete: false }), ['investigateAgain']],
  ['nothing is left to wait for: none', completeState({ responseComplete: true }), []],
  ['it is cancelled: none', completeState({ responseComplete: false, status: 'cancelled' }), []],
])('which commands wait until %s', (_, state, names) => {
  expect(waiting(state)).toEqual(names);
});

it.each([
  ['failed', 'parseIncidentEvent failed;'],
  ['skipped', 'parseIncidentEvent was skipped;'],
] as const)('the refusal says what became of a parse that %s', (status, words) => {
  expect(notParsed(unparsed(status)).message.replace(')', '')).toContain(words);
});
