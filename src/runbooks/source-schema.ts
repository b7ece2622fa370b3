import { compile } from 'json-p3';
import { z } from 'zod';
import { must } from '../checked-yaml/word-issue';
import { namesIn } from '../incident/investigation/outcomes/message';
import { readFieldPath } from '../incident/investigation/queries/field-path';
import { templateProblems, templatesOf } from '../incident/investigation/queries/fill-query';
import { readingFields } from '../incident/investigation/queries/reading-fields';
import { isTemplateName } from '../incident/investigation/queries/templates';
import { SIGNALS } from '../incident/model/investigation/service';
import { KUBERNETES_CHECKS, type Outcome, PROMETHEUS_READS, type SourceQuery } from '../incident/model/investigation/source-query';
import type { TargetKind } from '../incident/model/investigation/target-kind';
import type { SourceProbe } from '../incident/model/runbook';
import { outcomesSchema } from './outcome-schema';
import { commonKeys, duration, portsOf, templateProblem } from './schema-parts';

/** Templates stand in quotes, so they do not matter to the syntax. */
const jsonPath = z
  .string()
  .max(2_000)
  .superRefine((path, context) => {
    try {
      compile(readFieldPath(path).path);
    } catch (error) {
      context.addIssue({ code: 'custom', message: `is not a JSONPath: ${(error as Error).message}` });
    }
  });
const text = z.string().trim().min(1, 'must not be empty').max(4_000);
const source = text.nullable().default(null);
const history = duration('1h', '30d').prefault('1d');
const step = duration('10s', '1h').prefault('1m');
/** As many points as Prometheus returns at most. */
const MAX_POINTS = 11_000;
const TOO_MANY = `history has more than ${MAX_POINTS} steps: make step longer`;
const fewEnough = ({ history, step }: { readonly history: number; readonly step: number }): boolean => history / step <= MAX_POINTS;

/** Each key, and what it asks. */
const queries = {
  prometheus: z
    .strictObject({
      query: text,
      source,
      read: z.enum(PROMETHEUS_READS).default('instant'),
      signal: z.enum(SIGNALS).default('saturation'),
      unit: z.string().max(20).nullable().default(null),
      history,
      step,
    })
    .refine(fewEnough, { message: TOO_MANY, path: ['step'] })
    .transform(({ history, step, ...given }): SourceQuery => ({ from: 'prometheus', ...given, historyMs: history, stepMs: step })),
  metrics: z
    .strictObject({ history, step })
    .refine(fewEnough, { message: TOO_MANY, path: ['step'] })
    .transform(({ history, step }): SourceQuery => ({ from: 'metrics', historyMs: history, stepMs: step })),
  kubernetes: z
    .strictObject({
      check: z.enum(KUBERNETES_CHECKS),
      source,
      namespace: text.nullable().default(null),
      selector: text.nullable().default(null),
    })
    .transform((given): SourceQuery => ({ from: 'kubernetes', ...given })),
  logs: z
    .strictObject({ query: text.nullable().default(null), source, window: duration('1m', '1d').prefault('15m') })
    .transform(({ window, ...given }): SourceQuery => ({ from: 'logs', ...given, windowMs: window })),
  httpJson: z
    .strictObject({
      source,
      path: z
        .string()
        .max(2_000)
        .regex(/^\/[^\s#]*$/, must('be a path that begins with /'))
        .default('/'),
      fields: z
        .record(z.string().regex(/^[A-Za-z]\w{0,39}$/, must('be a name of letters, digits and _')), jsonPath)
        .refine((fields) => Object.keys(fields).length > 0, must('name at least one field')),
    })
    .transform((given): SourceQuery => ({ from: 'httpJson', ...given })),
  deployments: z
    .strictObject({ source, project: text.nullable().default(null), within: duration('5m', '7d').prefault('2h') })
    .transform(({ within, ...given }): SourceQuery => ({ from: 'deployments', ...given, withinMs: within })),
};

/** A place in a probe, and what is wrong there. */
interface Problem {
  readonly path: readonly (string | number)[];
  readonly problem: string;
}

/** What the probe takes from the services file, so that it cannot be about anything but a service. */
function takenFromService(query: SourceQuery): string | null {
  switch (query.from) {
    case 'metrics':
      return 'the metrics of the services file';
    case 'kubernetes':
      return query.namespace === null ? 'its namespace' : null;
    case 'logs':
      return query.query === null ? 'its query' : null;
    case 'deployments':
      return query.project === null ? 'its project' : null;
    case 'prometheus':
    case 'httpJson':
      return null;
  }
}

function problemsOf(key: string, query: SourceQuery, targets: TargetKind, outcomes: readonly Outcome[]): readonly Problem[] {
  const taken = takenFromService(query);
  const isOfService = targets === 'service' || targets === 'services';
  return [
    ...templateProblems(query).map(({ path, problem }) => ({ path: [key, ...path], problem })),
    ...templatesOf(query).flatMap((name) => {
      const problem = templateProblem(name, targets);
      return problem === null ? [] : [{ path: [key], problem }];
    }),
    ...(taken === null || isOfService
      ? []
      : [{ path: ['targets'], problem: `must be service or services, because ${key} takes ${taken} from it` }]),
    ...outcomes.flatMap((outcome, index) =>
      outcomeProblems(outcome, query, targets).map(({ path, problem }) => ({ path: ['outcomes', index, ...path], problem })),
    ),
  ];
}

function outcomeProblems(outcome: Outcome, query: SourceQuery, targets: TargetKind): readonly Problem[] {
  const fields = readingFields(query);
  const isField = (name: string): boolean => fields.includes(name);
  const unknown = (name: string): string => `${name} is not a field of the answer (fields: ${fields.join(', ')})`;
  const named = (['message', 'link'] as const).flatMap((place) => namesIn(outcome[place] ?? '').map((name) => ({ place, name })));
  return [
    ...Object.keys(outcome.when).flatMap((name) => (isField(name) ? [] : [{ path: ['when', name], problem: unknown(name) }])),
    ...named.flatMap(({ place, name }) => {
      const problem = isTemplateName(name) ? templateProblem(name, targets) : isField(name) ? null : unknown(name);
      return problem === null ? [] : [{ path: [place], problem }];
    }),
  ];
}

const commonObject = z.strictObject({ ...commonKeys, outcomes: outcomesSchema });

function sourceProbe(key: keyof typeof queries) {
  return z.strictObject({ ...commonObject.shape, [key]: queries[key] }).transform((given, context): SourceProbe => {
    const { [key]: asked, ...common } = given as z.output<typeof commonObject> & Readonly<Record<string, unknown>>;
    const { timeout, onlyPorts, exceptPorts, outcomes, ...rest } = common as z.output<typeof commonObject>;
    const query = asked as SourceQuery;
    for (const { path, problem } of problemsOf(key, query, rest.targets, outcomes)) {
      context.addIssue({ code: 'custom', path: [...path], message: problem });
    }
    return { ...rest, ...portsOf({ onlyPorts, exceptPorts }), runs: 'source', timeoutMs: timeout, query, outcomes };
  });
}

/** The probes that ask data sources, by the key that says which. */
export const sourceProbes = {
  prometheus: sourceProbe('prometheus'),
  metrics: sourceProbe('metrics'),
  kubernetes: sourceProbe('kubernetes'),
  logs: sourceProbe('logs'),
  httpJson: sourceProbe('httpJson'),
  deployments: sourceProbe('deployments'),
};
