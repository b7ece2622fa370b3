import type { Degradation } from '../../../../src/incident/model/state';
import {
  MAX_DEGRADATIONS,
  standingDegradations,
  withDegradation,
  withoutDegradation,
} from '../../../../src/incident/response/standing-degradations';
import { after, completeState, MISSING_SCOPE, withNodes } from '../../../support/sample-state';

const degradation = (what: string, seconds: number, message = MISSING_SCOPE.message): Degradation => ({
  what,
  problem: { ...MISSING_SCOPE, message },
  at: after(seconds),
});

it('tells none that a later round has mended', () => {
  const degradations = [degradation('furnishRoom', 1), degradation('topic', 1), degradation('topic', 3, 'another')];
  const state = completeState({ degradations });
  expect(standingDegradations(state)).toEqual(degradations.slice(1));
  const failing = withNodes(state, { furnishRoom: { status: 'failed' } });
  expect(standingDegradations(failing)).toEqual(degradations);
});

it('keeps each trouble once, as it was first seen', () => {
  const known = [degradation('topic', 1)];
  expect(withDegradation(known, degradation('topic', 2))).toBe(known);
  expect(withDegradation(known, degradation('topic', 2, 'another'))).toHaveLength(2);
  expect(withDegradation(known, degradation('furnishRoom', 2))).toHaveLength(2);
});

it('keeps the newest of very many', () => {
  let kept: readonly Degradation[] = [];
  for (let index = 0; index < MAX_DEGRADATIONS + 5; index += 1) kept = withDegradation(kept, degradation('topic', index, `error ${index}`));
  expect(kept).toHaveLength(MAX_DEGRADATIONS);
  expect(kept[0]?.problem.message).toBe('error 5');
});

it('forgets a trouble that is over', () => {
  const known = [degradation('invitation of zoe', 1), degradation('topic', 1)];
  expect(withoutDegradation(known, 'invitation of zoe')).toEqual(known.slice(1));
  expect(withoutDegradation(known, 'furnishRoom')).toBe(known);
});
