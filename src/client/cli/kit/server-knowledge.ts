import { cleanLine } from '../../../incident/text/clean-text';
import { utcTime } from '../../../incident/text/utc-time';
import type { Reading } from '../../temporal/read-state';
import type { KnownIncident } from '../outputs/incident-output';

/**
 * What the server knows about an incident when no worker is answering, as JSON. Its `message` says that no worker is
 * answering.
 */
export function knownJson(reading: Reading): KnownIncident {
  const { incidentId, status, startedAt, known } = reading;
  return {
    incident_id: incidentId,
    incident: {
      incident_id: incidentId,
      incident_title: known.title,
      incident_severity: known.severity,
      status: known.status,
      source: known.source,
      slack_channel_name: known.channel,
      created_at: startedAt,
    },
    blocked_step: known.blockedStep,
    responders: known.responders,
    owner: known.owner,
    workflow_status: status,
    waiting: reading.waiting,
    source: 'server',
    message: whyNoState(reading),
  };
}

/** The same, as lines of plain text. */
export function knownLines(reading: Reading): string[] {
  const { incidentId, startedAt, known, waiting } = reading;
  const lines = [
    [incidentId, known.severity, known.status ?? reading.status.toLowerCase(), known.title, `started ${utcTime(startedAt)}`]
      .flatMap((part) => (part ? [cleanLine(part, 200)] : []))
      .join('  '),
    ...(known.channel === null ? [] : [`war room  #${cleanLine(known.channel, 100)}`]),
    ...(known.owner === null ? [] : [`owner     ${cleanLine(known.owner, 80)}`]),
    ...(known.responders.length === 0 ? [] : [`people    ${known.responders.map((id) => cleanLine(id, 80)).join(', ')} (Slack user ids)`]),
    ...(known.blockedStep === null
      ? []
      : [
          `blocked   ${cleanLine(known.blockedStep, 80)}; once the cause is fixed: incident retry-step ${incidentId} ${cleanLine(known.blockedStep, 80)}`,
        ]),
    ...waiting.map(({ activityId, lastFailure }) => cleanLine(`waiting   ${activityId}: ${lastFailure ?? 'no answer yet'}`, 300)),
  ];
  return [...lines, whyNoState(reading)];
}

function whyNoState({ status, failure }: Reading): string {
  const only = 'showing only what the Temporal server knows';
  if (status === 'RUNNING') return `no worker is answering; ${only} (npm start runs a worker)`;
  return `the workflow ended with status ${status.toLowerCase()}${failure === null ? '' : `: ${cleanLine(failure, 400)}`}; ${only}`;
}
