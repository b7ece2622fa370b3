import { notesOf, startNotes } from '../../../../../src/client/cli/kit/event-notes';
import { sampleEvent } from '../../../../support/sample-incident';

it('says what could not be read and what was taken, and why a status is what it is', () => {
  const problems = [{ field: 'severity', value: '8', taken: 'medium, the default' }];
  const statusNote = { kind: 'silenced', text: 'BackupLate is silenced' } as const;
  expect(notesOf(sampleEvent())).toEqual([]);
  expect(notesOf(sampleEvent({ problems, statusNote }))).toEqual([
    'BackupLate is silenced',
    "couldn't read severity: 8 (used instead: medium, the default)",
  ]);
});

it('says of a body what it holds beside the alert that opens the incident', () => {
  const others = [
    sampleEvent({ title: 'Slow', severity: 'medium' }),
    sampleEvent({ status: 'ignored', statusNote: { kind: 'silenced', text: 'BackupLate is silenced' } }),
    sampleEvent({ status: 'resolved', title: 'Queue' }),
  ];
  expect(startNotes([sampleEvent(), ...others])).toEqual([
    'Also firing (no separate incident): Slow (medium)',
    'Also received, but silenced or not firing: BackupLate is silenced; Queue (resolved)',
  ]);
  expect(startNotes([])).toEqual([]);
});
