import { nextDeadline } from '../escalation/deadlines';
import { troubleOfEnding, troubleOfPage } from '../escalation/pages';
import { nameOfActor } from '../model/actor';
import { affectedNow } from '../model/alert-memory';
import type { Plan } from '../model/plan';
import type { Report, ReportBody, ReportNode, ReportStep, WireIncident } from '../model/report';
import { DEFAULT_SEVERITY } from '../model/severity';
import type { IncidentState, NodeState, StepState } from '../model/state';
import { rollUpStep } from '../response/roll-up-steps';
import { whyNotSuccess } from '../response/score';
import { standingDegradations } from '../response/standing-degradations';
import { wordedTimeline } from '../timeline-words/worded-state';
import { wireProposals } from './report-actions';
import { wireInvestigation } from './wire-investigation';

/** Builds the response report from a state, for files, the thread and commands. */
export function buildReport(state: IncidentState, plan: Plan): Report {
  return { ...buildReportBody(state), plan: plan.steps };
}

/** The same without the plan, which whoever writes the report has: each activity's input is kept in the history. */
export function buildReportBody(now: IncidentState): ReportBody {
  const state = asRead(now);
  const affected = affectedNow(state);
  return {
    incident: wireIncident(state),
    overall_status: state.overallStatus,
    overall_status_reason: whyNotSuccess(state),
    score: state.score,
    steps: state.steps.map(reportStep),
    nodes: state.nodes.map(reportNode),
    responders: {
      resolved: (state.people?.resolved ?? []).map(({ userId, ...person }) => ({ user_id: userId, ...person })),
      unresolved: state.people?.unresolved ?? [],
      resolutionRate: state.people?.resolutionRate ?? null,
    },
    roles: {
      commander: state.roles.commander?.name ?? null,
      communications: state.roles.communications?.name ?? null,
      scribe: state.roles.scribe?.name ?? null,
    },
    escalation: { reached: state.escalation.reached, due_at: state.escalation.dueAt },
    pages: pagesOf(state),
    acknowledged_by: state.acknowledgedBy,
    acknowledged_at: state.acknowledgedAt,
    resolved_by: state.resolvedBy,
    resolved_at: state.resolvedAt,
    next: nextOf(state),
    temporal_url: state.incident?.temporalUrl ?? null,
    reopenings: state.reopenings,
    alert_groups: state.alertGroups === undefined ? null : { ids: state.alertGroups.ids, has_more: state.alertGroups.hasMore },
    also_affected: (state.alsoAffected ?? []).map((service) => ({ title: service.title, recovered: !affected.includes(service) })),
    channel: channelOf(state),
    investigation: state.investigation === null ? null : wireInvestigation(state.investigation),
    earlier_looks: (state.looks ?? []).slice(0, -1),
    degraded: standingDegradations(state).map(({ what, problem }) => ({ what, error: problem.message, mend: problem.mend })),
    ...(state.proposals === undefined ? {} : { actions: wireProposals(state) }),
    timeline: wordedTimeline(state.timeline),
    metrics: state.metrics,
  };
}

export function wireIncident({ incident, incidentId, request, status, createdAt, warRoom }: IncidentState): WireIncident {
  return {
    incident_id: incidentId,
    incident_title: incident?.title ?? request.title ?? '',
    incident_severity: incident?.severity ?? request.severity ?? DEFAULT_SEVERITY,
    slack_channel_name: warRoom?.name ?? (request.createChannel === false ? '' : (incident?.channelName ?? '')),
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
    declared_by: nameOfActor(request),
    problems: incident?.problems ?? [],
  };
}

function pagesOf(state: IncidentState): Report['pages'] {
  const troubles = standingDegradations(state);
  return (state.pages?.pagers ?? []).map(({ name, keys, givenUp = [], recipients = [], ending }) => {
    const trouble = troubles.find(({ what }) => what === troubleOfPage(name) || what === troubleOfEnding(name));
    const count = keys.filter((key) => !givenUp.includes(key)).length;
    return { through: name, people: recipients, count, ending, trouble: trouble?.problem.message ?? null };
  });
}

function reportStep({ name, status, attempts, startedAt, durationMs, problem, note }: StepState): ReportStep {
  return { name, status, attempts, startedAt, durationMs, error: problem?.message ?? null, mend: problem?.mend || null, note };
}

function nextOf(state: IncidentState): Report['next'] {
  const due = state.closedAt === null ? nextDeadline(state) : null;
  return due === null ? null : { kind: due.kind, at: due.at, what: due.summary };
}

function reportNode({ name, step, status, attempts, round, startedAt, endedAt, problem, note }: NodeState): ReportNode {
  const durationMs = startedAt === null || endedAt === null ? null : Math.max(0, Date.parse(endedAt) - Date.parse(startedAt));
  return { name, step, status, attempts, round, startedAt, durationMs, error: problem?.message ?? null, mend: problem?.mend || null, note };
}

/**
 * The last node writes this report, so whoever can read it knows that the node succeeded. The report therefore counts the
 * last step as done and the response as complete at the time of writing. A later report takes both from the state.
 */
function asRead(state: IncidentState): IncidentState {
  const { nodes, steps, metrics, createdAt } = state;
  const writer = nodes.find(({ name }) => name === 'writeReport');
  if (writer?.status !== 'running' || writer.startedAt === null) return state;
  const own = nodes.filter(({ step }) => step === writer.step);
  if (!own.every((node) => node === writer || node.status === 'done' || node.status === 'skipped')) return state;
  const written: NodeState = { ...writer, status: 'done', attempts: Math.max(1, writer.attempts), endedAt: writer.startedAt };
  const summed = rollUpStep(
    writer.step,
    own.map((node) => (node === writer ? written : node)),
  );
  const timeToResponseMs = metrics.timeToResponseMs ?? Math.max(0, Date.parse(writer.startedAt) - Date.parse(createdAt));
  return {
    ...state,
    nodes: nodes.map((node) => (node === writer ? written : node)),
    steps: steps.map((step) => (step.name === writer.step ? summed : step)),
    metrics: { ...metrics, timeToResponseMs },
  };
}

function channelOf({ warRoom }: IncidentState): Report['channel'] {
  if (warRoom === null) return null;
  const { channelId: id, name, privacy, created, url } = warRoom;
  return { id, name, privacy, created, url };
}
