import { existsSync, readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { placeIn } from '../checked-yaml/place';
import { didYouMean } from '../incident/text/nearest-word';
import { shown } from '../incident/text/read-fields';
import type { ConfigProblem } from './config-error';
import { type ConfigFile, fileSchema } from './file-schema';
import { knownKeys } from './known-keys';

/** The configuration file that counts, as it is shown: relative to the working directory if it is in there. */
export interface UsedFile {
  /** Null if there is none, so that the defaults hold. */
  readonly file: string | null;
  readonly content: ConfigFile;
}

/** The configuration file, or its defaults if there is none or it has problems. */
export function readFile(env: NodeJS.ProcessEnv, cwd: string, problems: ConfigProblem[]): UsedFile {
  const named = env.INCIDENT_CONFIG?.trim();
  const path = resolve(cwd, named || 'incident.config.yaml');
  const file = path.startsWith(`${cwd}${sep}`) ? relative(cwd, path) : path;
  if (!existsSync(path)) {
    if (named) problems.push({ path: 'INCIDENT_CONFIG', problem: `no such file: ${path}`, allowed: 'a YAML file' });
    return { file: null, content: fileSchema.parse({}) };
  }
  try {
    const content: unknown = parse(readFileSync(path, 'utf8')) ?? {};
    const result = fileSchema.safeParse(content);
    if (result.success) return { file, content: result.data };
    problems.push(...result.error.issues.flatMap((issue) => problemsOf(issue, content)).map((problem) => ({ ...problem, file })));
    return { file, content: fileSchema.parse(readableParts(content)) };
  } catch (error) {
    const why = (error as Error).message.split('\n')[0]?.replace(/:$/, '');
    problems.push({ path, problem: `cannot be read: ${why}`, allowed: 'a YAML file' });
  }
  return { file, content: fileSchema.parse({}) };
}

/** Adds the file to a problem whose path is in the file, such as a secret that is named there and not set. */
export const located = (problem: ConfigProblem, file: string | null): ConfigProblem =>
  file !== null && problem.path.includes('.') ? { ...problem, file } : problem;

/** What is usable of an unusable file, so that problems in its runbooks and in the secrets that it names are reported too. */
function readableParts(
  content: unknown,
): Pick<z.input<typeof fileSchema>, 'runbooks' | 'services' | 'sources' | 'heartbeats' | 'notify' | 'onCall' | 'dataSources'> {
  const { runbooks, services, sources, heartbeats, notify, onCall, dataSources } = fileSchema.shape;
  const given = content as Partial<z.input<typeof fileSchema>> | null;
  return {
    runbooks: runbooks.safeParse(given?.runbooks).success ? given?.runbooks : undefined,
    services: services.safeParse(given?.services).success ? given?.services : undefined,
    onCall: onCall.safeParse(given?.onCall).success ? given?.onCall : undefined,
    dataSources: dataSources.safeParse(given?.dataSources).success ? given?.dataSources : undefined,
    notify: notify.safeParse(given?.notify).success ? given?.notify : undefined,
    heartbeats: heartbeats.safeParse(given?.heartbeats).success ? given?.heartbeats : undefined,
    sources: sources.safeParse(given?.sources).success ? given?.sources : undefined,
  };
}

function problemsOf(issue: z.core.$ZodIssue, content: unknown): ConfigProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const keys = knownKeys(fileSchema, issue.path, content);
    const allowed = keys.length === 0 ? issue.message : keys.join(', ');
    const problem = (key: string): string => `is not a known key${didYouMean(key, keys)}`;
    return issue.keys.map((key) => ({ path: placeIn(content, [...issue.path, key]), problem: problem(key), allowed }));
  }
  const meant = issue.code === 'invalid_union' ? meantBranch(issue.errors) : undefined;
  if (meant !== undefined) return meant.flatMap((inner) => problemsOf({ ...inner, path: [...issue.path, ...inner.path] }, content));
  if (issue.code === 'invalid_key') {
    const allowed = issue.issues[0]?.message ?? issue.message;
    return [{ path: placeIn(content, issue.path.slice(0, -1)), problem: `${shown(issue.path.at(-1))} is not a valid name`, allowed }];
  }
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], content);
  const problem = value === undefined ? 'is missing' : `${shown(value)} is not valid`;
  return [{ path: placeIn(content, issue.path) || 'the file', problem, allowed: issue.message }];
}

type Issues = readonly z.core.$ZodIssue[];

/** The branch of a union that the user evidently meant, if any; then only the problems inside it are reported. */
function meantBranch(branches: readonly Issues[]): Issues | undefined {
  const meant = branches.filter((issues) => issues.length > 0 && issues.every(isInside));
  return meant.sort((one, other) => weightOf(one) - weightOf(other))[0];
}

const isInside = ({ path, code }: z.core.$ZodIssue): boolean => path.length > 0 || code === 'unrecognized_keys';

const weightOf = (issues: Issues): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
