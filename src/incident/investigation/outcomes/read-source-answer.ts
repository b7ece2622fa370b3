import type { Finding, SelectedProbe } from '../../model/finding';
import type { Fact } from '../../model/investigation/fact';
import type { Reading } from '../../model/investigation/reading';
import type { Outcome } from '../../model/investigation/source-query';
import type { SourceProbe } from '../../model/runbook';
import { aboutProbe } from '../about-probe';
import { findingFacts, findingLines, findingRecommendations, findingSummary } from '../finding-texts';
import type { TemplateSubject } from '../queries/templates';
import { judgeReading } from './judge-reading';
import { keptSeries } from './kept-series';

/** A history keeps the facts, so that there must not be any number of them. */
const MAX_FACTS = 300;

export interface SourceAnswer {
  readonly reading: Reading;
  readonly outcomes: readonly Outcome[];
  readonly recommend: SourceProbe['recommend'];
  readonly subject: TemplateSubject;
  readonly run: { readonly probe: SelectedProbe; readonly startedAt: string; readonly attempt: number; readonly durationMs: number };
}

/** The finding of a probe that a data source has answered. */
export function readSourceAnswer({ reading, outcomes, recommend, subject, run }: SourceAnswer): Finding {
  const { status, message, recommendations, facts, ...judged } = judgeReading(reading, outcomes, subject);
  const link = judged.link ?? linkOfLastChange(reading.facts);
  const series = keptSeries(reading.series, status);
  const all = findingFacts([...facts, ...reading.facts].slice(0, MAX_FACTS));
  return {
    ...aboutProbe(run.probe),
    status,
    summary: findingSummary(message),
    evidence: findingLines(reading.evidence),
    recommendations: findingRecommendations([...recommendations, ...(recommend[status] ?? [])]),
    startedAt: run.startedAt,
    durationMs: run.durationMs,
    attempt: run.attempt,
    ...(all.length === 0 ? {} : { facts: all }),
    ...(link === null ? {} : { link }),
    ...(series.length === 0 ? {} : { series }),
  };
}

/** Of the last change before the trouble, so that nobody is led to an earlier one. */
function linkOfLastChange(facts: readonly Fact[]): string | null {
  const changes = facts.flatMap((fact) => (fact.kind === 'change' ? [fact] : []));
  const [first] = changes;
  return first === undefined ? null : changes.reduce((one, other) => (other.at > one.at ? other : one), first).link;
}
