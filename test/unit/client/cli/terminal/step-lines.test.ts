import { stepLine } from '../../../../../src/client/cli/terminal/step-lines';
import { plain } from '../../../../../src/client/cli/terminal/style';
import type { StepName } from '../../../../../src/incident/model/plan';
import { completeState } from '../../../../support/sample-state';

const state = completeState();
const lineOf = (name: StepName, changes = {}): string => {
  const step = state.steps.find((one) => one.name === name);
  if (step === undefined) throw new Error(name);
  return stepLine({ ...step, durationMs: 257, ...changes }, state, plain);
};

it('keeps the facts of a step apart', () => {
  expect(lineOf('parseIncidentEvent')).toMatch(/^✓ parseIncidentEvent 257 ms {2}critical: \S/);
  expect(lineOf('createWarRoom', { attempts: 2, note: 'skipped: \u001b[31m  page the people' })).toMatch(
    /^✓ createWarRoom {6}257 ms {2}2 attempts {2}public #incident-\S+ {2}skipped: page the people$/,
  );
});

it('says what the name of the workspace is', () => {
  expect(lineOf('setUpSlack')).toMatch(/257 ms {2}workspace \S+$/);
});
