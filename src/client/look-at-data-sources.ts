import { type ConfiguredSources, SOURCE_KINDS, type SourceKind, type SourceQuery } from '../incident/model/investigation/source-query';
import { assertNever } from '../incident/text/assert-never';
import type { DataSources } from '../investigation-sources/port';
import { SourceError } from '../investigation-sources/source-error';

const LIMIT_MS = 5_000;
const WINDOW_MS = 60_000;
/** Something that hardly exists anywhere, so that little is read. */
const NOTHING = 'incident-doctor';

/**
 * Whether each source answers as probes ask it: an answer that it has no such thing will do, a refusal of the secret will not.
 * @throws Error with a line for each source, if one does not answer.
 */
export async function lookAtDataSources(names: ConfiguredSources, sources: DataSources): Promise<string> {
  const all = SOURCE_KINDS.flatMap((kind) => names[kind].map((name) => ({ kind, name })));
  const asked = await Promise.all(all.map(async ({ kind, name }) => ({ name, problem: await problemOf(kind, name, sources) })));
  const lines = asked.map(({ name, problem }) => problem ?? `${name}: answers`).join('\n');
  if (asked.some(({ problem }) => problem !== null)) throw new Error(lines);
  return lines;
}

/** Null if there is none. */
async function problemOf(kind: SourceKind, name: string, sources: DataSources): Promise<string | null> {
  const now = new Date();
  try {
    await sources.read(questionTo(kind, name), { startedAt: now, now, services: [] }, AbortSignal.timeout(LIMIT_MS));
    return null;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return answersAnyway(error) ? null : error.message;
  }
}

function answersAnyway({ code, status }: SourceError): boolean {
  switch (code) {
    case 'source_query_rejected':
      return true;
    case 'source_refused':
      return status === 403 || status === 404;
    case 'source_missing':
    case 'source_unreachable':
    case 'source_timeout':
    case 'source_answer_unreadable':
      return false;
    default:
      return assertNever(code);
  }
}

function questionTo(kind: SourceKind, source: string): SourceQuery {
  switch (kind) {
    case 'prometheus': {
      const reading = { read: 'instant', signal: 'traffic', unit: null, historyMs: WINDOW_MS, stepMs: WINDOW_MS } as const;
      return { from: 'prometheus', source, query: 'vector(1)', ...reading };
    }
    case 'kubernetes':
      return { from: 'kubernetes', source, check: 'pods', namespace: 'default', selector: `app=${NOTHING}` };
    case 'loki':
      return { from: 'logs', source, query: `{app="${NOTHING}"}`, windowMs: WINDOW_MS };
    case 'elasticsearch':
      return { from: 'logs', source, query: `"${NOTHING}"`, windowMs: WINDOW_MS };
    case 'httpJson':
      return { from: 'httpJson', source, path: '/', fields: { all: '$' } };
    case 'deployments':
      return { from: 'deployments', source, project: `${NOTHING}/${NOTHING}`, withinMs: WINDOW_MS };
    default:
      return assertNever(kind);
  }
}
