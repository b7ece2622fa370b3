import { standingDegradations } from '../../../src/incident/standing-degradations';
import { after, completeState, MISSING_SCOPE, withNodes } from '../../support/sample-state';

it('tells each trouble once, and none that a later round has mended', () => {
  const other = { ...MISSING_SCOPE, message: 'another' };
  const state = completeState({
    degradations: [
      { what: 'pinHeadline', problem: MISSING_SCOPE, at: after(1) },
      { what: 'topic', problem: MISSING_SCOPE, at: after(1) },
      { what: 'topic', problem: MISSING_SCOPE, at: after(2) },
      { what: 'topic', problem: other, at: after(3) },
    ],
  });
  expect(standingDegradations(state).map(({ what, at }) => [what, at])).toEqual([
    ['topic', after(1)],
    ['topic', after(3)],
  ]);
  const failing = withNodes(state, { pinHeadline: { status: 'failed' } });
  expect(standingDegradations(failing).map(({ what }) => what)).toEqual(['pinHeadline', 'topic', 'topic']);
});
