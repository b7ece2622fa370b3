import { quoted } from '../http/quote-service';
import { isFields, own } from '../incident/text/read-fields';
import { SourceError } from './source-error';

const MAX_ERROR_CHARS = 20_000;

/** An answer over HTTP, as far as a refusal needs it. */
export interface HttpAnswer {
  readonly status: number;
  /** As the headers give them. */
  readonly retryAfter: string | null;
  readonly location: string | null;
  readonly text: string;
}

/** @param remedy What the source's API says about this status; null for the usual words. */
export function refusalOf(label: string, answer: HttpAnswer, secrets: readonly string[], remedy: string | null): SourceError {
  const { status } = answer;
  const said = quoted(wordsIn(answer.text.slice(0, MAX_ERROR_CHARS)), secrets);
  const message = `${label}: HTTP ${status}${said === '' ? '' : ` (${said})`}`;
  const [code, hint] = usual(answer);
  return new SourceError(code, message, remedy ?? hint, { status });
}

function usual({ status, retryAfter, location }: HttpAnswer): readonly [SourceError['code'], string] {
  if (status >= 300 && status < 400) {
    const to = location !== null && URL.canParse(location) ? `, which would lead to ${new URL(location).origin}` : '';
    return ['source_refused', `Redirects are not followed${to}. Set its url to the final address.`];
  }
  switch (status) {
    case 400:
    case 422:
      return ['source_query_rejected', 'Correct the query.'];
    case 401:
      return ['source_refused', 'Set a valid secret for it on the worker.'];
    case 403:
      return ['source_refused', 'Give its secret the permissions that docs/data-sources.md lists.'];
    case 404:
      return ['source_refused', 'Check its url, and that what the query names exists and may be seen with its secret.'];
    case 408:
    case 504:
      return ['source_timeout', 'Check whether it is overloaded, or narrow the query.'];
    case 429: {
      const wait = /^\d{1,6}$/.test(retryAfter?.trim() ?? '') ? ` It asks to wait for ${retryAfter?.trim()} s.` : '';
      return ['source_refused', `It limits how often it is asked.${wait} Investigate again later.`];
    }
    default:
      return status >= 500
        ? ['source_refused', 'Check the source itself: it reports an error of its own.']
        : ['source_refused', 'Check its settings.'];
  }
}

/** The message of an error, in the shapes of Prometheus, Kubernetes, Elasticsearch, GitHub and GitLab; else the body itself. */
function wordsIn(text: string): string {
  const body = parsed(text);
  if (!isFields(body)) return text;
  const error = own(body, 'error');
  const causes = isFields(error) ? own(error, 'root_cause') : undefined;
  const inner = [...(Array.isArray(causes) ? causes.slice(0, 1) : []), error].flatMap((one) =>
    isFields(one) ? [own(one, 'reason')] : [one],
  );
  return [...inner, own(body, 'message'), own(body, 'detail')].find((one) => typeof one === 'string') ?? text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
