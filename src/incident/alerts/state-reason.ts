import type { StatusNote } from '../model/incident';
import { readStatusWord } from './status-words';

/** `grafana_state_reason`: why an alert ended without recovering. */
const VANISHED = /missingseries|nodata|error|keeplast/;
const CHANGED = /paused|updated|ruledeleted|deleted/;

/** Why an alert that its tool calls resolved has not recovered; null if nothing says so. An unknown reason is not a recovery. */
export function whyNotRecovered(reason: string | undefined): 'dataVanished' | 'ruleChanged' | null {
  const words = (reason ?? '').toLowerCase().replace(/[\s_-]/g, '');
  if (words === '' || readStatusWord(reason ?? '') === 'resolved') return null;
  return CHANGED.test(words) && !VANISHED.test(words) ? 'ruleChanged' : 'dataVanished';
}

const DATA_GONE = new Set(
  'nodata missingdata datamissing insufficientdata missingseries seriesmissing signallost lossofsignal datavanished datastale staledata metricsmissing nodatareceived'.split(
    ' ',
  ),
);

/** True if a value says that data is missing: `no_data`, `INSUFFICIENT_DATA`, `MissingSeries`. Prose does not count. */
export function isDataGone(text: string): boolean {
  return text.length <= 40 && DATA_GONE.has(text.toLowerCase().replace(/[^a-z]/g, ''));
}

/** How an alert ended, to follow its name. `reason` is the tool's own word. */
export function endedText(kind: Exclude<StatusNote['kind'], 'notAnAlert'>, reason: string): string {
  const why = { dataVanished: 'its data vanished', ruleChanged: 'its rule was paused, changed or deleted', silenced: 'it was silenced' }[
    kind
  ];
  return `ended because ${why} (${reason}), not because it recovered`;
}
