import { joinedLines } from '../../../../../src/client/cli/start/joined';
import { ALERT_OUTCOMES, type AlertOutcome } from '../../../../../src/incident/model/alert-outcome';
import type { IncidentStatus } from '../../../../../src/incident/model/state';

const told = (outcome: AlertOutcome, status: IncidentStatus) =>
  joinedLines({ incidentId: 'A-1', status, delivery: { applied: true, repeated: false, status, requestId: 'r', outcome } });

describe('what is said of an incident that a start has joined', () => {
  it.each(ALERT_OUTCOMES.map((outcome) => [outcome]))('%s: one sentence about it, beginning with its id', (outcome) => {
    expect(told(outcome, 'triggered')).toEqual([expect.stringMatching(/^A-1 (is|was|stays|has) /)]);
  });

  it('names the way on of one that stays resolved', () => {
    expect(told('stillFiring', 'resolved')).toEqual([
      expect.stringContaining('stays resolved'),
      expect.stringContaining('incident reopen A-1'),
    ]);
    expect(joinedLines({ incidentId: 'A-1', status: 'resolved', delivery: null })).toEqual([
      expect.stringContaining('A-1, which is resolved'),
      expect.stringContaining('incident reopen A-1'),
    ]);
  });

  it('promises nothing that is not known yet', () => {
    const waiting = { applied: false, repeated: false, status: null, requestId: 'r' };
    expect(joinedLines({ incidentId: 'A-1', status: 'triggered', delivery: waiting })).toEqual([
      'joined A-1; this alert will be applied when a worker returns',
    ]);
  });

  it('says nothing of a status to whoever has only joined an open one', () => {
    expect(joinedLines({ incidentId: 'A-1', status: 'triggered', delivery: null })).toEqual([
      'joined A-1; its title, severity and people are unchanged',
    ]);
  });
});
