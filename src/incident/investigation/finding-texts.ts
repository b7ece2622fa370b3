import type { Fact } from '../model/investigation/fact';
import { cleanLine } from '../text/clean-text';
import { hideSecrets } from '../text/hide-secrets';

const MAX_SUMMARY = 300;
const MAX_LINE = 300;
const MAX_LINES = 10;
const MAX_FACT = 200;
const MAX_RECOMMENDATIONS = 5;

/** One line of clean text, as a finding's summary. A target may have said it, and with it what nobody else should read. */
export function findingSummary(text: string): string {
  return cleanLine(hideSecrets(text), MAX_SUMMARY);
}

/** A line of evidence; empty if it has no visible text. */
export function findingLine(text: string): string {
  return cleanLine(hideSecrets(text), MAX_LINE);
}

/** As many lines as a finding shows, without empty ones. */
export function findingLines(lines: readonly string[]): readonly string[] {
  return visible(lines).slice(0, MAX_LINES);
}

/** The last lines that have visible text, as they are. */
export function lastVisible(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => findingLine(line) !== '').slice(-MAX_LINES);
}

export function findingRecommendations(sentences: readonly string[]): readonly string[] {
  return [...new Set(visible(sentences))].slice(0, MAX_RECOMMENDATIONS);
}

const visible = (lines: readonly string[]): readonly string[] => lines.map(findingLine).filter((line) => line !== '');

/** What a probe observed, as causes and their evidence quote it. */
export function findingFacts<One extends Fact>(facts: readonly One[]): readonly One[] {
  return facts.map((fact) => ({ ...fact, text: cleanLine(hideSecrets(fact.text), MAX_FACT) }));
}
