import type { AlertRules } from '../../src/incident/alert-groups/rules';

const HOUR_MS = 3_600_000;

export const SAMPLE_RULES: AlertRules = {
  rules: [],
  onRecovery: { critical: 'resolve', high: 'resolve', medium: 'resolve', low: 'resolve' },
  settleMs: 120_000,
  reopenWithinMs: 24 * HOUR_MS,
  staleAfterMs: 12 * HOUR_MS,
  digest: 'test',
};
