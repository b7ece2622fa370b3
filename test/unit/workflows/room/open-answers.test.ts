import type { IncidentStatus } from '../../../../src/incident/model/state';
import type { LifeMessage } from '../../../../src/incident/war-room/buttons';
import { OpenAnswers } from '../../../../src/workflows/room/open-answers';
import { completeState } from '../../../support/sample-state';

const ID = { incidentId: 'A-1' };
const REMINDER: LifeMessage = { kind: 'reminder', ...ID, asked: [], acknowledgedBy: null, wantsCommander: false, buttons: ['resolve'] };
const RECOVERED: LifeMessage = { kind: 'recovered', ...ID, asked: [], acknowledgedBy: null, buttons: ['resolve'] };
const OUTCOME: LifeMessage = { kind: 'outcome', ...ID, lines: [], reopenUntil: null, buttons: ['reopen'] };

it.each<[LifeMessage, IncidentStatus, IncidentStatus]>([
  [REMINDER, 'acknowledged', 'resolved'],
  [RECOVERED, 'triggered', 'cancelled'],
  [OUTCOME, 'resolved', 'reopened'],
])('takes its button away once it no longer applies, and only then: %j', (message, before, after) => {
  const answers = new OpenAnswers([]);
  answers.note('k', 'C1', '1.1', message);
  expect(answers.outdated(completeState({ status: before }))).toEqual([]);
  // The next run knows of it too.
  const [outdated, ...others] = new OpenAnswers(answers.remember()).outdated(completeState({ status: after }));
  expect(others).toEqual([]);
  expect(outdated?.message).toEqual({ ...message, buttons: [] });
  answers.note('k', 'C1', '1.1', { ...message, buttons: [] });
  expect(answers.remember()).toEqual([]);
});

it('leaves the outcome of a closed incident alone: its room is archived', () => {
  const answers = new OpenAnswers([]);
  answers.note('k', 'C1', '1.1', OUTCOME);
  expect(answers.outdated(completeState({ status: 'resolved', closedAt: '2026-01-03T00:00:00Z' }))).toEqual([]);
});

it('remembers no message of older code, which had no buttons', () => {
  const answers = new OpenAnswers([]);
  const { buttons: _, ...older } = REMINDER;
  answers.note('k', 'C1', '1.1', older);
  expect(answers.remember()).toEqual([]);
});
