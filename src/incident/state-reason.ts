import type { StatusNote } from './incident';

/** What Grafana writes beside an alert that ended without having recovered, in `grafana_state_reason`. */
const VANISHED = /missingseries|nodata|error|keeplast/;
const CHANGED = /paused|updated|ruledeleted|deleted/;

/** Why an alert that its tool calls resolved has not recovered; null when nothing says so. A reason that is not known is no recovery either. */
export function whyNotRecovered(reason: string | undefined): StatusNote['kind'] | null {
  const words = (reason ?? '').toLowerCase().replace(/[\s_-]/g, '');
  if (words === '') return null;
  return CHANGED.test(words) && !VANISHED.test(words) ? 'ruleChanged' : 'dataVanished';
}
