import type { IncidentState } from '../../../../src/incident/model/state';
import { callButtons, headlineButtons } from '../../../../src/incident/war-room/buttons';
import { headlineOf } from '../../../../src/incident/war-room/headline';
import { after, completeState } from '../../../support/sample-state';

const MENU = ['takeCommand', 'changeSeverity', 'addPeople', 'investigateAgain', 'decline'];
const RESOLVED = { status: 'resolved', archiveDueAt: after(600) } as const;

it.each<[string, Partial<IncidentState>, string[], string[], string[]]>([
  ['triggered', {}, ['acknowledge', 'escalate', 'resolve'], MENU, ['addCandidate', 'acknowledge', 'decline']],
  ['reopened', { status: 'reopened' }, ['acknowledge', 'escalate', 'resolve'], MENU, ['addCandidate', 'acknowledge', 'decline']],
  ['acknowledged', { status: 'acknowledged' }, ['escalate', 'resolve'], MENU, ['addCandidate']],
  ['resolved', RESOLVED, ['reopen'], [], []],
  ['resolved, but no longer to be reopened', { ...RESOLVED, closedAt: after(700) }, [], [], []],
  ['resolved and about to be closed', { ...RESOLVED, archiveDueAt: null }, [], [], []],
  ['cancelled', { status: 'cancelled' }, [], [], []],
])('%s', (_, changes, seen, menu, ofCall) => {
  const state = completeState(changes);
  expect(headlineButtons(state)).toEqual({ seen, menu });
  expect(headlineOf(state).buttons).toEqual({ seen, menu });
  expect(callButtons(state)).toEqual(ofCall);
});
