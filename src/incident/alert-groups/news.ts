import { valuesOf } from '../alerts/labels';
import { holdsNewAlert, NONE_FIRING } from '../model/firing-alerts';
import type { NormalizedEvent } from '../model/incident';
import { worstSeverity } from '../model/severity';
import type { AlertGroupState, DeliveryNews } from './group-state';

const MAX_LABELS = 10;
const MAX_LABEL_CHARS = 80;

/** What a delivery says that the group did not know. Only a firing alert has news. */
export function newsIn({ status, event: known, firing }: AlertGroupState, event: NormalizedEvent): DeliveryNews {
  if (event.status !== 'firing') return {};
  if (known === null || status === 'idle' || status === 'recovered') return { newAlerts: true };
  const to = worstSeverity(known.severity, event.severity);
  const labels = newLabels(known.labels, event.labels);
  return {
    ...(holdsNewAlert(firing, event.firing ?? NONE_FIRING) ? { newAlerts: true as const } : {}),
    ...(to === known.severity ? {} : { severity: { from: known.severity, to } }),
    ...(labels.length === 0 ? {} : { labels }),
    ...(sameWords(known.description, event.description) ? {} : { description: true as const }),
  };
}

function newLabels(known: NormalizedEvent['labels'], next: NormalizedEvent['labels']): readonly string[] {
  return Object.keys(next)
    .filter((name) => name !== 'alerts' && !holdsAll(Object.hasOwn(known, name) ? known[name] : undefined, next[name] ?? ''))
    .slice(0, MAX_LABELS)
    .map((name) => `${name}=${next[name]}`.slice(0, MAX_LABEL_CHARS));
}

function holdsAll(known: string | undefined, value: string): boolean {
  if (known === undefined) return false;
  if (known === value) return true;
  const values = valuesOf(known);
  return value.split(',').every((part) => values.includes(part.trim()));
}

/** A measured value in a text changes with every repeat, which is not news. */
function sameWords(known: string, next: string): boolean {
  return known === next || withoutNumbers(known) === withoutNumbers(next);
}

function withoutNumbers(text: string): string {
  return text.replace(/\d+/g, '0');
}
