import type { CauseKind } from './cause-kind';

/** What speaks for or against a hypothesis, and which finding says so. */
export interface Support {
  /** Key of the finding. */
  readonly finding: string;
  /** One sentence without a full stop. Untrusted text. */
  readonly text: string;
}

/**
 * On what a hypothesis rests; `docs/investigation.md` describes each.
 */
export const BASES = ['seen', 'told', 'change', 'metrics', 'symptom'] as const;
export type Basis = (typeof BASES)[number];

/** A possible cause, with its evidence. */
export interface Hypothesis {
  /** The service that it blames; null if the findings name none. */
  readonly service: string | null;
  /** The part that it blames: `database`, `api`, `network`… */
  readonly component: string;
  readonly target: string | null;
  readonly cause: CauseKind;
  /** One sentence, with a full stop. Untrusted text. */
  readonly statement: string;
  /** 0–95: how likely it is right; `docs/investigation.md` says how that was measured, and for what it is a judgement. */
  readonly confidence: number;
  readonly basis: Basis;
  readonly for: readonly Support[];
  readonly against: readonly Support[];
  /** What would confirm or refute it; a sentence. */
  readonly confirm: string;
  /** What to do first; null if nothing is known to help. */
  readonly firstAction: string | null;
}

/** What an investigation comes to. */
export const CONCLUSIONS = ['cause_named', 'no_cause_found', 'looks_healthy', 'unknown'] as const;
export type Conclusion = (typeof CONCLUSIONS)[number];

/** What an investigation comes to, in a few words. */
export const CONCLUSION_WORDS: Readonly<Record<Conclusion, string>> = {
  cause_named: 'a cause is named',
  no_cause_found: 'no cause found',
  looks_healthy: 'this looks healthy',
  unknown: 'unknown',
};

/** The hypothesis that names a cause rather than what fails; undefined if there is none. */
export function namedCause<Known extends Pick<Hypothesis, 'basis'>>(hypotheses: readonly Known[] = []): Known | undefined {
  const [first] = hypotheses;
  return first?.basis === 'symptom' ? undefined : first;
}
