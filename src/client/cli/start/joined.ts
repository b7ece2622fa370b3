import type { AlertOutcome } from '../../../incident/model/alert-outcome';
import type { Started } from '../../temporal/incident-start';

/** What happened to the open incident that this start joined, and what to do next: one sentence each. */
export function joinedLines({ incidentId, status, delivery }: Pick<Started, 'incidentId' | 'status' | 'delivery'>): string[] {
  const reopen = `If the problem persists, reopen it: incident reopen ${incidentId} --reason "…"`;
  const isResolved = status === 'resolved';
  if (delivery === null) {
    const how = isResolved ? ', which is resolved' : '';
    return [`joined ${incidentId}${how}; its title, severity and people are unchanged`, ...(isResolved ? [reopen] : [])];
  }
  if (!delivery.applied) return [`joined ${incidentId}; this alert will be applied when a worker returns`];
  if (delivery.repeated) return [`${incidentId} already has this alert; the incident is ${status}`];
  if (delivery.outcome === undefined) return [`this alert was passed to ${incidentId}, which is ${status}`];
  return [`${incidentId} ${WORDS[delivery.outcome]}`, ...(isResolved && delivery.outcome === 'stillFiring' ? [reopen] : [])];
}

const WORDS: Readonly<Record<AlertOutcome, string>> = {
  reopened: 'was resolved, but its alert is firing again: it was reopened, and everyone paged before is being paged again',
  resolved: 'is resolved: all its alerts have recovered',
  updated: 'was already open and has been updated from this alert',
  partlyRecovered: 'stays open: this alert has recovered, but another of its alerts is still firing',
  recovered: 'stays open, although all its alerts have recovered',
  notRecovered: 'is unchanged: the alert ended without recovering',
  stillFiring: 'stays resolved: a person resolved it, and the alert has not recovered since',
  alreadyResolved: 'was already resolved',
  noted: 'has recorded this alert and is otherwise unchanged',
  repeated: 'was already open, and this alert says nothing new',
};
