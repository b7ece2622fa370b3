import type { Investigation } from './finding';
import type { Plan } from './plan';
import type { Report, ReportStep, WireIncident } from './report';
import type { IncidentState, StepState } from './state';

/** The response report of a state: what files, thread, and commands show. */
export function buildReport(state: IncidentState, plan: Plan): Report {
  return {
    incident: wireIncident(state),
    overall_status: state.overallStatus,
    score: state.score,
    steps: state.steps.map((step) => reportStep(step, state)),
    responders: {
      resolved: (state.people?.resolved ?? []).map(({ userId, ...person }) => ({ user_id: userId, ...person })),
      unresolved: state.people?.unresolved ?? [],
      resolutionRate: state.people?.resolutionRate ?? null,
    },
    channel: channelOf(state),
    investigation: state.investigation === null ? null : wireInvestigation(state.investigation),
    degraded: state.degradations.map(({ what, problem }) => ({ what, error: problem.message, mend: problem.mend })),
    plan: plan.steps,
    timeline: state.timeline,
    metrics: state.metrics,
  };
}

export function wireIncident({ incident, incidentId, request, status, createdAt }: IncidentState): WireIncident {
  return {
    incident_id: incidentId,
    incident_title: incident?.title ?? request.title ?? '',
    incident_severity: incident?.severity ?? request.severity ?? 'medium',
    slack_channel_name: incident?.channelName ?? '',
    created_at: createdAt,
    source_alert: incident?.sourceAlert ?? '',
    description: incident?.description ?? request.description ?? '',
    source: incident?.source ?? '',
    status,
    started_at: incident?.startedAt ?? createdAt,
    labels: incident?.labels ?? request.labels ?? {},
    links: incident?.links ?? [],
    fingerprint: incident?.fingerprint ?? null,
    channel_privacy: incident?.privacy ?? '',
    declared_by: request.actor,
  };
}

function reportStep(step: StepState, state: IncidentState): ReportStep {
  const { name, attempts, startedAt, durationMs, problem, note } = step;
  const status = isWritingThisReport(step, state) ? 'done' : step.status;
  return { name, status, attempts, startedAt, durationMs, error: problem?.message ?? null, note };
}

/** The last node writes this very report: whoever reads it knows that it came off. */
function isWritingThisReport(step: StepState, { nodes }: IncidentState): boolean {
  if (step.name !== 'summarizeIncident' || step.status !== 'running') return false;
  const others = nodes.filter((node) => node.step === step.name && node.name !== 'writeReport');
  return others.every((node) => node.status === 'done' || node.status === 'skipped');
}

function channelOf({ warRoom }: IncidentState): Report['channel'] {
  if (warRoom === null) return null;
  const { channelId: id, name, privacy, created, url } = warRoom;
  return { id, name, privacy, created, url };
}

function wireInvestigation(investigation: Investigation): NonNullable<Report['investigation']> {
  const { systemHealth } = investigation;
  return {
    investigation_status: investigation.status,
    system_health: Object.fromEntries(Object.entries(systemHealth).map(([component, status]) => [`${component}_status`, status])),
    health: investigation.health,
    confidence_level: investigation.confidence,
    confidence_inputs: investigation.confidenceInputs,
    coverage: investigation.coverage,
    hypothesis: investigation.hypothesis,
    recommendations: investigation.recommendations,
    findings: investigation.findings.map(({ key, title, target, aspect, status, summary, evidence, durationMs }) => ({
      probe: key,
      title,
      target,
      aspect,
      status,
      summary,
      evidence,
      durationMs,
    })),
    left_out: investigation.leftOut,
  };
}
