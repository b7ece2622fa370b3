import type { Reading } from '../../client/temporal/read-state';
import { hasEnded } from '../../incident/actions/event';
import { nextDeadline } from '../../incident/escalation/deadlines';
import { CONCLUSION_WORDS, CONCLUSIONS } from '../../incident/model/investigation/hypothesis';
import { SEVERITIES } from '../../incident/model/severity';
import { type DeadlineKind, INCIDENT_STATUSES } from '../../incident/model/state';
import type { WordedState } from '../../incident/timeline-words/worded-state';
import { idWord, timeOf, wordOf } from '../text/own-words';

const DUE: Readonly<Record<DeadlineKind, string>> = {
  escalate: 'the next level is paged unless someone acknowledges',
  remind: 'people are asked for an update',
  archive: 'the incident closes for good',
};

/** What an agent has to know of an incident, in our own words alone. */
export function headLines(state: WordedState): readonly string[] {
  const { incident, status, revision = 0, acknowledgedAt, resolvedAt, closedAt } = state;
  const severity = wordOf(SEVERITIES, incident?.severity ?? state.request.severity);
  const due = closedAt === null ? nextDeadline(state) : null;
  return [
    `Incident ${idWord(state.incidentId)}: ${status}, severity ${severity}, revision ${revision}, declared ${timeOf(state.createdAt)}.`,
    ...(acknowledgedAt === null ? [] : [`Acknowledged ${timeOf(acknowledgedAt)}.`]),
    ...(resolvedAt === null ? [] : [`Resolved ${timeOf(resolvedAt)}.`]),
    ...(closedAt === null ? [] : [`Closed ${timeOf(closedAt)}.`]),
    ...(due === null ? [] : [`Next: at ${timeOf(due.at)}, ${DUE[due.kind]}.`]),
    ...blockedLines(state),
    investigationLine(state),
    ...proposalLines(state),
  ];
}

function blockedLines({ steps }: WordedState): readonly string[] {
  const blocked = steps.filter(({ status }) => status === 'blocked' || status === 'failed');
  if (blocked.length === 0) return [];
  return [
    `Stuck: ${blocked.map(({ name, status }) => `${name} is ${status}`).join(', ')}. The data says why. Once that is mended: recover_step.`,
  ];
}

/** Whether probes still run. */
export function isInvestigating({ nodes, status }: WordedState): boolean {
  if (status === 'cancelled') return false;
  return nodes.some(({ step, status: node }) => step === 'investigate' && (node === 'running' || node === 'pending'));
}

export function investigationLine(state: WordedState): string {
  const { investigation, findings, probes } = state;
  if (isInvestigating(state)) return `Investigation: running, ${findings.length} of ${probes.length} probes have answered.`;
  if (investigation === null) return 'Investigation: none.';
  const { counts, conclusion, confidence } = investigation;
  const comesTo = CONCLUSION_WORDS[CONCLUSIONS.find((known) => known === conclusion) ?? 'unknown'];
  const told = `${counts.fail} fail, ${counts.warn} warn, ${counts.ok} ok, ${counts.unknown} unknown`;
  return `Investigation: ${comesTo}; probes: ${told}; ${confidence}% observed.`;
}

const PROPOSAL_ID = /^P-[0-9a-f]{10}$/;

function proposalLines({ proposals = [] }: WordedState): readonly string[] {
  const shown = proposals.filter(({ id }) => PROPOSAL_ID.test(id)).slice(-5);
  return shown.map((proposal) => {
    const { id, what, status, expiresAt } = proposal;
    const until = status === 'proposed' ? `, until ${timeOf(expiresAt)}` : '';
    return `${hasEnded(proposal) ? 'Proposal' : 'Open proposal'} ${id} (${what.kind}): ${status}${until}.`;
  });
}

/** What is left to say of an incident while no worker answers. */
export function knownLines({ incidentId, known, status }: Reading): readonly string[] {
  return [
    `Incident ${idWord(incidentId)}: ${wordOf(INCIDENT_STATUSES, known.status)}, severity ${wordOf(SEVERITIES, known.severity)}.`,
    status === 'RUNNING'
      ? 'No worker answers, so only this is known. Commands are kept, and apply once a worker returns.'
      : 'Its workflow has ended without a result that can be read, so only this is known.',
  ];
}
