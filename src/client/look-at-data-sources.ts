import { knowsEnough } from '../incident/investigation/probe-settings';
import { fillQuery } from '../incident/investigation/queries/fill-query';
import { templatesIn } from '../incident/investigation/queries/templates';
import type { Service } from '../incident/model/investigation/service';
import { type ConfiguredSources, SOURCE_KINDS, type SourceKind, type SourceQuery } from '../incident/model/investigation/source-query';
import type { Runbook } from '../incident/model/runbook';
import { assertNever } from '../incident/text/assert-never';
import type { DataSources } from '../investigation-sources/port';
import { SourceError } from '../investigation-sources/source-error';
import type { SourcesSettings } from '../investigation-sources/source-readers';

const LIMIT_MS = 5_000;
const WINDOW_MS = 60_000;
/** Something that hardly exists anywhere, so that little is read. */
const NOTHING = 'incident-doctor';
/** Of one source. */
const MAX_QUESTIONS = 5;

/** What probes may ask the sources for. */
export interface Asking {
  readonly runbooks: readonly Runbook[];
  readonly services: readonly Service[];
  readonly deployments: SourcesSettings['deployments'];
}

interface Question {
  readonly query: SourceQuery;
  /** It is what probes ask, so that a refusal of it is what they would get. */
  readonly isAsked: boolean;
}

/**
 * Whether each source answers as probes ask it. Where it is not known what they ask, it will do that a source answers that it
 * has no such thing; a refusal of the secret will not.
 * @throws Error with a line for each source, if one does not answer.
 */
export async function lookAtDataSources(names: ConfiguredSources, sources: DataSources, asking: Asking): Promise<string> {
  const all = SOURCE_KINDS.flatMap((kind) => names[kind].map((name, index) => ({ kind, name, isFirst: index === 0 })));
  const asked = await Promise.all(
    all.map(async (source) => {
      const questions = questionsTo(source, asking).slice(0, MAX_QUESTIONS);
      const problems = await Promise.all(questions.map((question) => problemOf(question, sources)));
      return { name: source.name, problems: [...new Set(problems.filter((problem) => problem !== null))] };
    }),
  );
  const lines = asked.flatMap(({ name, problems }) => (problems.length === 0 ? [`${name}: answers`] : problems)).join('\n');
  if (asked.some(({ problems }) => problems.length > 0)) throw new Error(lines);
  return lines;
}

/**
 * The settings as the doctor asks with them: where no project is known, every entry of a list counts, whatever project it is of.
 */
export function askedWithout(settings: SourcesSettings, asking: Asking): SourcesSettings {
  const deployments = settings.deployments.map((source, index) => {
    if (source.type !== 'json' || projectsOf({ name: source.name, isFirst: index === 0 }, asking).length > 0) return source;
    return { ...source, map: { ...source.map, project: undefined } };
  });
  return { ...settings, deployments };
}

/** Null if there is none. */
async function problemOf({ query, isAsked }: Question, sources: DataSources): Promise<string | null> {
  const now = new Date();
  try {
    await sources.read(query, { startedAt: now, now, services: [] }, AbortSignal.timeout(LIMIT_MS));
    return null;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    if (!isAsked && answersAnyway(error)) return null;
    return error.hint === '' ? error.message : `${error.message}. ${error.hint}`;
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

interface NamedSource {
  readonly name: string;
  /** Queries that name none ask the first. */
  readonly isFirst: boolean;
}

function questionsTo({ kind, ...source }: NamedSource & { readonly kind: SourceKind }, asking: Asking): readonly Question[] {
  const { name } = source;
  const test = (query: SourceQuery): readonly Question[] => [{ query, isAsked: false }];
  switch (kind) {
    case 'prometheus': {
      const reading = { read: 'instant', signal: 'traffic', unit: null, historyMs: WINDOW_MS, stepMs: WINDOW_MS } as const;
      return test({ from: 'prometheus', source: name, query: 'vector(1)', ...reading });
    }
    case 'kubernetes':
      return test({ from: 'kubernetes', source: name, check: 'pods', namespace: 'default', selector: `app=${NOTHING}` });
    case 'loki':
      return test({ from: 'logs', source: name, query: `{app="${NOTHING}"}`, windowMs: WINDOW_MS });
    case 'elasticsearch':
      return test({ from: 'logs', source: name, query: `"${NOTHING}"`, windowMs: WINDOW_MS });
    case 'httpJson':
      return jsonQuestions(source, asking);
    case 'deployments':
      return deploymentQuestions(source, asking);
    default:
      return assertNever(kind);
  }
}

/** What probes fetch, as far as it does not depend on an incident. */
function jsonQuestions(source: NamedSource, asking: Asking): readonly Question[] {
  const queries = queriesOf(asking).flatMap(({ query, isFilled }) =>
    query.from === 'httpJson' && isFor(query.source, source) ? [{ query: { ...query, source: source.name }, isFilled }] : [],
  );
  const filled = queries.filter(({ isFilled }) => isFilled);
  if (filled.length > 0) return filled.map(({ query }) => ({ query, isAsked: true }));
  const query = { from: 'httpJson', source: source.name, path: '/', fields: { all: '$' } } as const;
  return [{ query, isAsked: queries.length === 0 }];
}

function deploymentQuestions(source: NamedSource, asking: Asking): readonly Question[] {
  const question = { from: 'deployments', source: source.name, withinMs: WINDOW_MS } as const;
  const projects = projectsOf(source, asking);
  if (projects.length > 0) return projects.map((project) => ({ query: { ...question, project }, isAsked: true }));
  const isList = asking.deployments.some(({ name, type }) => name === source.name && type === 'json');
  return [{ query: { ...question, project: `${NOTHING}/${NOTHING}` }, isAsked: isList }];
}

/** The projects that probes would ask this source for. */
function projectsOf(source: NamedSource, asking: Asking): readonly string[] {
  const ofProbes = queriesOf(asking).flatMap(({ query, isFilled }) =>
    isFilled && query.from === 'deployments' && query.project !== null && isFor(query.source, source) ? [query.project] : [],
  );
  const ofServices = asking.services.flatMap(({ deployments: own }) => (own !== null && isFor(own.source, source) ? [own.project] : []));
  const ofSource = asking.deployments.flatMap(({ name, project }) => (name === source.name && project !== undefined ? [project] : []));
  return [...new Set([...ofSource, ...ofServices, ...ofProbes])];
}

interface ProbeQuery {
  readonly query: SourceQuery;
  /** False if the rest is only known once there is an incident. */
  readonly isFilled: boolean;
}

/** What probes would ask; those about a service, of each service that has what they need. */
function queriesOf({ runbooks, services }: Asking): readonly ProbeQuery[] {
  const probes = runbooks.flatMap((runbook) => runbook.probes.flatMap((probe) => (probe.runs === 'source' ? [probe] : [])));
  return probes.flatMap(({ query, targets }) => {
    const subjects = targets === 'service' ? services.filter((service) => knowsEnough(query, service)) : [null];
    return subjects.map((service): ProbeQuery => {
      const filled = fillQuery(query, { incident: null, target: null, service });
      return 'refused' in filled ? { query, isFilled: false } : { query: filled.query, isFilled: true };
    });
  });
}

/** A template may turn out to name any source. */
function isFor(named: string | null, { name, isFirst }: NamedSource): boolean {
  if (named === null) return isFirst;
  return named === name || templatesIn(named).length > 0;
}
