import { withRevision } from '../../../../src/incident/commands/revision';
import { completeState } from '../../../support/sample-state';

it('grows with a change, from nothing in states of older versions', () => {
  const before = completeState();
  const first = withRevision(before, { ...before, status: 'acknowledged' });
  expect(first.revision).toBe(1);
  expect(withRevision(first, { ...first, status: 'resolved' }).revision).toBe(2);
});

it('stays when nothing has changed', () => {
  const before = completeState({ revision: 3 });
  expect(withRevision(before, before)).toBe(before);
});
