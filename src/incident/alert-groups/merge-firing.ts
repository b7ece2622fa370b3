import { mergeLabels } from '../alerts/labels';
import { joinFiring, NONE_FIRING } from '../model/firing-alerts';
import type { NormalizedEvent } from '../model/incident';
import { SEVERITIES, worstSeverity } from '../model/severity';

const MAX_LINKS = 10;
/** A group carries its merged alert from run to run. */
const MAX_LABEL_CHARS = 150_000;

/** The later of two reports of one group, with everything that the earlier one knew: the worse severity and its title, all labels. */
export function mergeFiring(known: NormalizedEvent, next: NormalizedEvent): NormalizedEvent {
  const isMilder = SEVERITIES.indexOf(next.severity) > SEVERITIES.indexOf(known.severity);
  const { title, alertName, description } = isMilder ? known : next;
  return {
    ...next,
    title,
    alertName,
    description,
    severity: worstSeverity(known.severity, next.severity),
    startedAt: [known.startedAt, next.startedAt].sort()[0] ?? next.startedAt,
    links: [...new Set([...known.links, ...next.links])].slice(0, MAX_LINKS),
    labels: mergedLabels(known.labels, next.labels),
    firing: joinFiring(known.firing ?? NONE_FIRING, next.firing ?? NONE_FIRING),
  };
}

type Labels = NormalizedEvent['labels'];

function mergedLabels(known: Labels, next: Labels): Labels {
  // `alerts` counts the alerts of one report.
  const merged = { ...mergeLabels([next, known]), ...(next.alerts === undefined ? {} : { alerts: next.alerts }) };
  return charsOf(merged) > MAX_LABEL_CHARS ? next : merged;
}

function charsOf(labels: Labels): number {
  return Object.keys(labels).reduce((sum, name) => sum + name.length + (labels[name] ?? '').length, 0);
}
