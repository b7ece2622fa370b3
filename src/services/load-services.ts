import type { FileProblem } from '../checked-yaml/file-problem';
import { type CheckedFile, readCheckedYaml } from '../checked-yaml/read-checked-yaml';
import type { Service, ServiceMetric } from '../incident/model/investigation/service';
import { didYouMean } from '../incident/text/nearest-word';
import { InvalidServicesError } from './invalid-services-error';
import { type ServicesFile, servicesSchema } from './services-schema';

type Written = ServicesFile['services'][number];

/** The labels by which alerts name a service, if the file gives none for it. */
const USUAL_LABELS = ['service', 'service_name', 'app', 'application', 'job'] as const;
const TEMPLATE = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** Reads and checks the services file. @throws InvalidServicesError with every problem. */
export async function loadServices(file: string): Promise<readonly Service[]> {
  const problems: FileProblem[] = [];
  const checked = await readCheckedYaml(file, servicesSchema, problems);
  const services = checked === null ? [] : resolveServices(checked, problems);
  if (problems.length > 0) throw new InvalidServicesError(problems);
  return services;
}

function resolveServices({ value, problemAt }: CheckedFile<ServicesFile>, problems: FileProblem[]): readonly Service[] {
  const report = (path: readonly PropertyKey[], problem: string): void => {
    problems.push(problemAt(path, problem));
  };
  const known = value.services.map(({ name }) => name);
  const names = new Set<string>();
  return value.services.map((written, index) => {
    if (names.has(written.name)) report(['services', index, 'name'], `service ${written.name} is already defined`);
    names.add(written.name);
    for (const [place, needed] of written.dependsOn.entries()) {
      if (known.includes(needed)) continue;
      report(
        ['services', index, 'dependsOn', place],
        `there is no service ${needed}${didYouMean(needed, known) || ` (allowed: ${known.join(', ')})`}`,
      );
    }
    const metrics = written.metrics.flatMap((given, place) =>
      metricsOf(given, value.metrics, (problem) => report(['services', index, 'metrics', place], problem)),
    );
    return serviceOf(
      written,
      filled(written, metrics, (problem) => report(['services', index, 'metrics'], problem)),
    );
  });
}

function metricsOf(
  given: Written['metrics'][number],
  templates: ServicesFile['metrics'],
  report: (problem: string) => void,
): readonly ServiceMetric[] {
  if (typeof given !== 'string') return [given];
  const template = Object.hasOwn(templates, given) ? templates[given] : undefined;
  if (template !== undefined) return template;
  const known = Object.keys(templates);
  report(`there is no template ${given} under metrics (allowed: ${known.length === 0 ? 'none is defined' : known.join(', ')})`);
  return [];
}

function filled(
  { name, variables }: Written,
  metrics: readonly ServiceMetric[],
  report: (problem: string) => void,
): readonly ServiceMetric[] {
  const values: Readonly<Record<string, string>> = { ...variables, service: name };
  const seen = new Set<string>();
  return metrics.map((metric) => {
    if (seen.has(metric.name)) report(`metric ${metric.name} is defined twice for service ${name}`);
    seen.add(metric.name);
    const query = metric.query.replace(TEMPLATE, (_, variable: string) => {
      if (Object.hasOwn(values, variable)) return inPromql(values[variable] ?? '');
      report(`metric ${metric.name} uses {{${variable}}} (allowed for service ${name}: ${Object.keys(values).join(', ')})`);
      return '';
    });
    return { ...metric, query };
  });
}

/** As it stands between quotes in PromQL. */
const inPromql = (value: string): string => value.replace(/[\\"'`\n]/g, (char) => (char === '\n' ? '\\n' : `\\${char}`));

function serviceOf(written: Written, metrics: readonly ServiceMetric[]): Service {
  const { title, labels, ...rest } = written;
  return {
    ...rest,
    title: title ?? written.name,
    labels: labels ?? Object.fromEntries(USUAL_LABELS.map((label) => [label, [written.name]])),
    metrics,
  };
}
