import { cleanLine } from '../text/clean-text';
import { NAME_CHARS } from '../text/text-limits';

type Texts = Readonly<Record<string, string>>;

/**
 * Grafana fires alerts with these names in place of a rule whose query fails; the label `rulename` holds the rule's name.
 */
const FAILED_QUERIES: ReadonlyMap<string, string> = new Map([
  ['DatasourceError', 'data source error'],
  ['DatasourceNoData', 'no data'],
]);

/** The alert's human-readable name; if a rule's query fails, the name of that rule. Empty if there is none. */
export function alertNameOf({ alertname = '', rulename = '' }: Texts): string {
  return cleanLine((FAILED_QUERIES.has(alertname) && rulename) || alertname, NAME_CHARS);
}

/** What failed when a rule could not be evaluated; null for any other alert. */
export function failedQueryOf({ alertname = '', ref_id = '' }: Texts, annotations: Texts): string | null {
  const what = FAILED_QUERIES.get(alertname);
  if (what === undefined) return null;
  const error = (annotations.Error ?? annotations.error ?? '').trim();
  if (error !== '') return `${what}: ${error}`;
  return ref_id === '' ? what : `${what} from query ${ref_id}`;
}
