/** Severities from worst to mildest; `worstSeverity` relies on the order. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const DEFAULT_SEVERITY: Severity = 'medium';

export function isSeverity(value: unknown): value is Severity {
  return typeof value === 'string' && (SEVERITIES as readonly string[]).includes(value);
}

/** Temporal's priority key: 1 is the most urgent. */
export function urgencyOf(severity: Severity): number {
  return SEVERITIES.indexOf(severity) + 1;
}

/** The worse of two severities. */
export function worstSeverity(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) <= SEVERITIES.indexOf(b) ? a : b;
}
