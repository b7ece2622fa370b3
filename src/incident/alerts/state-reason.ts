import type { StatusNote } from '../model/incident';
import { readStatusWord } from './status-words';

/** What Grafana writes beside an alert that ended without having recovered, in `grafana_state_reason`. */
const VANISHED = /missingseries|nodata|error|keeplast/;
const CHANGED = /paused|updated|ruledeleted|deleted/;

/** Why an alert that its tool calls resolved has not recovered; null when nothing says so. A reason that is not known is no recovery either. */
export function whyNotRecovered(reason: string | undefined): StatusNote['kind'] | null {
  const words = (reason ?? '').toLowerCase().replace(/[\s_-]/g, '');
  if (words === '' || readStatusWord(reason ?? '') === 'resolved') return null;
  return CHANGED.test(words) && !VANISHED.test(words) ? 'ruleChanged' : 'dataVanished';
}

const DATA_GONE = new Set(
  'nodata missingdata datamissing insufficientdata missingseries seriesmissing signallost lossofsignal datavanished datastale staledata metricsmissing nodatareceived'.split(
    ' ',
  ),
);

/** Whether a value says that data is missing: `no_data`, `INSUFFICIENT_DATA`, `MissingSeries`. Prose says nothing. */
export function isDataGone(text: string): boolean {
  return text.length <= 40 && DATA_GONE.has(text.toLowerCase().replace(/[^a-z]/g, ''));
}

/** How an alert ended, after its name; `reason` is the tool's own word for it. */
export function endedText(kind: StatusNote['kind'], reason: string): string {
  const why = { dataVanished: 'its data vanished', ruleChanged: 'its rule was paused, changed or deleted', silenced: 'it was silenced' }[
    kind
  ];
  return `ended because ${why} (${reason}), not because it recovered`;
}
