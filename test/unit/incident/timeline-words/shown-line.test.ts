import { shownLine } from '../../../../src/incident/timeline-words/shown-line';

it('says that a note is one, since its text could be read as a deed of its author', () => {
  expect(shownLine({ kind: 'addNote', text: 'restarted the pool' })).toBe('noted: restarted the pool');
  expect(shownLine({ kind: 'resolve', text: 'resolved the incident' })).toBe('resolved the incident');
});
