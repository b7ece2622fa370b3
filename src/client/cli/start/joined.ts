import type { AlertOutcome } from '../../../incident/model/alert-outcome';
import type { Started } from '../../temporal/incident-client';

/** What has become of an open incident that a start has joined, and how to go on: one sentence each. */
export function joinedLines({ incidentId, status, told }: Pick<Started, 'incidentId' | 'status' | 'told'>): string[] {
  const reopen = `If it is not over: incident reopen ${incidentId} --reason "…"`;
  const isResolved = status === 'resolved';
  if (told === null) {
    const how = isResolved ? ', which is resolved' : '';
    return [`joined ${incidentId}${how}; its title, severity and people stay as they are`, ...(isResolved ? [reopen] : [])];
  }
  if (!told.applied) return [`joined ${incidentId}; it takes this alert when a worker returns`];
  if (told.repeated) return [`${incidentId} already has this alert; it is ${status}`];
  if (told.outcome === undefined) return [`passed this alert to ${incidentId}; it is ${status}`];
  return [`${incidentId} ${WORDS[told.outcome]}`, ...(isResolved && told.outcome === 'stillFiring' ? [reopen] : [])];
}

const WORDS: Readonly<Record<AlertOutcome, string>> = {
  reopened: 'was resolved, and its alert is firing again: it is reopened and everybody who was called before is called again',
  resolved: 'is resolved: every alert behind it has recovered',
  updated: 'was open already, and has taken in what is new',
  partlyRecovered: 'stays open: this alert has recovered, but another one behind it is still firing',
  notRecovered: 'stays as it is: the alert has ended without recovering',
  stillFiring: 'stays resolved: a person resolved it, and the alert has not recovered since',
  alreadyResolved: 'was resolved already',
  noted: 'has recorded this alert, and stays as it is',
  repeated: 'was open already, and the alert says nothing new',
};
