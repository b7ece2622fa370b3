import { seconds } from './durations';
import type { IncidentState, NodeStatus, StepState } from './state';

const MARKS: Readonly<Record<NodeStatus, string>> = {
  done: '✓',
  failed: '✗',
  blocked: '⛔',
  waiting: '⏸',
  skipped: '–',
  running: '⏳',
  pending: '·',
};
const MAX_CHARS = 12_000;
const TIMELINE_LINES = 10;

/** The incident as Markdown for the Temporal UI's current details: who looks there alone understands it. */
export function renderCurrentDetails(state: IncidentState): string {
  const { incident, warRoom, acknowledgedBy, score, overallStatus } = state;
  const lines = [
    `**${state.status.toUpperCase()}** · ${incident?.severity ?? 'severity not read yet'} · ${plain(incident?.title ?? state.incidentId)}`,
    '',
    `Room: ${warRoom === null ? 'none yet' : `${warRoom.privacy} #${warRoom.name}`} · Taken by: ${acknowledgedBy === null ? 'nobody yet' : plain(acknowledgedBy)}`,
    '',
    ...state.steps.map((step) => stepLine(step, state.incidentId)),
  ];
  if (state.investigation !== null) lines.push('', investigationLine(state.investigation));
  if (score !== null) lines.push('', `Score ${score.total}/100, ${overallStatus}`);
  lines.push('', ...state.timeline.slice(-TIMELINE_LINES).map(({ at, actor, text }) => `- ${at} ${plain(actor)}: ${plain(text)}`));
  return lines.join('\n').slice(0, MAX_CHARS);
}

function stepLine({ name, status, durationMs, attempts, problem, note }: StepState, incidentId: string): string {
  const facts = [
    status,
    ...(durationMs === null ? [] : [seconds(durationMs)]),
    ...(attempts > 1 ? [`${attempts} attempts`] : []),
    ...(note === null ? [] : [plain(note)]),
  ];
  const line = `- ${MARKS[status]} ${name}: ${facts.join(', ')}`;
  if (problem === null) return line;
  const command = status === 'blocked' ? ` Then: \`incident retry-step ${incidentId} ${name}\`` : '';
  return `${line}. ${plain(problem.message)} ${plain(problem.mend)}${command}`;
}

function investigationLine({ counts, health, confidence, confidenceInputs }: NonNullable<IncidentState['investigation']>): string {
  const found = `${counts.fail} fail, ${counts.warn} warn, ${counts.ok} ok, ${counts.unknown} unknown`;
  return `Probes: ${found}. Health ${health === null ? 'unknown' : `${health}/100`}, confidence ${confidence} % (${confidenceInputs})`;
}

/** Text of an alert or a person must not turn into Markdown of ours. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>#|]/g, '\\$&').replace(/\s+/g, ' ').slice(0, 500);
}
