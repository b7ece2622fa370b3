import type { Investigation } from '../model/finding';
import type { Report } from '../model/report';
import { standingOf } from '../response/round-words';

/** An investigation in the report's form. */
export function wireInvestigation(investigation: Investigation): NonNullable<Report['investigation']> {
  const { systemHealth, hypotheses = [] } = investigation;
  const standing = standingOf(investigation);
  return {
    investigation_status: investigation.status,
    system_health: Object.fromEntries(Object.entries(systemHealth).map(([component, status]) => [`${component}_status`, status])),
    health: investigation.health,
    confidence_level: investigation.confidence,
    confidence_inputs: investigation.confidenceInputs,
    coverage: investigation.coverage,
    conclusion: investigation.conclusion ?? null,
    hypothesis: investigation.hypothesis,
    hypotheses: hypotheses.map(({ firstAction, ...hypothesis }) => ({ ...hypothesis, first_action: firstAction })),
    changes: investigation.changes ?? null,
    also_open: (investigation.alsoOpen ?? []).map(({ incidentId, service }) => ({ incident_id: incidentId, service })),
    address_changes: investigation.addressChanges ?? [],
    cause_change: investigation.causeChange ?? null,
    confidence_change: investigation.confidenceChange ?? null,
    recommendations: investigation.recommendations,
    findings: investigation.findings.map(
      ({ key, title, service, target, aspect, status, summary, evidence, link, series, artifact, artifactProblem, durationMs }) => ({
        probe: key,
        title,
        service: service ?? null,
        target,
        aspect,
        status,
        summary,
        evidence,
        link: link ?? null,
        series: series ?? [],
        artifact: artifact ?? null,
        artifact_problem: artifactProblem ?? null,
        durationMs,
      }),
    ),
    not_looked_at_again: standing === null ? null : { probes: standing.probes, last_run_at: standing.lastRunAt },
    left_out: investigation.leftOut,
  };
}
