import type { AlertDependencies } from '../../src/activities/follow-alerts';
import type { AlertRules } from '../../src/incident/alert-groups/rules';
import { samplePolicy } from './sample-incident';

const HOUR_MS = 3_600_000;

export const SAMPLE_RULES: AlertRules = {
  rules: [],
  onRecovery: { critical: 'resolve', high: 'resolve', medium: 'resolve', low: 'resolve' },
  settleMs: 120_000,
  reopenWithinMs: 24 * HOUR_MS,
  staleAfterMs: 12 * HOUR_MS,
  digest: 'test',
};

/** By which an incident is made, and no service. */
export const NO_SERVICES: Pick<AlertDependencies, 'rules' | 'services'> = {
  rules: {
    idPrefix: 'TEST',
    privacy: { default: 'auto', privateLabels: ['security'], privateUsers: ['ciso'] },
    defaultTargets: [],
    teams: {},
    policy: samplePolicy(),
  },
  services: async () => ({ services: [], problem: null }),
};
