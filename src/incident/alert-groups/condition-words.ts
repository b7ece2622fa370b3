import type { AlertCondition } from './rules';

/** Which alerts a condition holds for: `source=prod-am severity=low,medium team=data`, or `all alerts`. */
export function conditionWords({ source, severity, labels = {} }: AlertCondition): string {
  const keys = Object.entries({ ...(source && { source }), ...(severity && { severity }) });
  const words = [...keys, ...Object.entries(labels)].map(([key, values]) => `${key}=${values.join(',')}`);
  return words.join(' ') || 'all alerts';
}
