import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { shown } from '../incident/text/read-fields';
import type { ConfigProblem } from './config-error';
import { type ConfigFile, fileSchema } from './file-schema';

/** The configuration file, or its defaults if there is none or it has problems. */
export function readFile(env: NodeJS.ProcessEnv, cwd: string, problems: ConfigProblem[]): ConfigFile {
  const named = env.INCIDENT_CONFIG?.trim();
  const path = resolve(cwd, named || 'incident.config.yaml');
  if (!existsSync(path)) {
    if (named) problems.push({ path: 'INCIDENT_CONFIG', problem: `no such file: ${path}`, allowed: 'a YAML file' });
    return fileSchema.parse({});
  }
  try {
    const content: unknown = parse(readFileSync(path, 'utf8')) ?? {};
    const result = fileSchema.safeParse(content);
    if (result.success) return result.data;
    problems.push(...result.error.issues.flatMap((issue) => problemsOf(issue, content)));
    return fileSchema.parse(readableParts(content));
  } catch (error) {
    const why = (error as Error).message.split('\n')[0]?.replace(/:$/, '');
    problems.push({ path, problem: `cannot be read: ${why}`, allowed: 'a YAML file' });
  }
  return fileSchema.parse({});
}

/** What is usable of an unusable file, so that problems in its runbooks and in the secrets that it names are reported too. */
function readableParts(content: unknown): Pick<z.input<typeof fileSchema>, 'runbooks' | 'sources' | 'heartbeats' | 'notify' | 'onCall'> {
  const { runbooks, sources, heartbeats, notify, onCall } = fileSchema.shape;
  const given = content as Partial<z.input<typeof fileSchema>> | null;
  return {
    runbooks: runbooks.safeParse(given?.runbooks).success ? given?.runbooks : undefined,
    onCall: onCall.safeParse(given?.onCall).success ? given?.onCall : undefined,
    notify: notify.safeParse(given?.notify).success ? given?.notify : undefined,
    heartbeats: heartbeats.safeParse(given?.heartbeats).success ? given?.heartbeats : undefined,
    sources: sources.safeParse(given?.sources).success ? given?.sources : undefined,
  };
}

function problemsOf(issue: z.core.$ZodIssue, content: unknown): ConfigProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const allowed = issue.path.length === 0 ? Object.keys(fileSchema.shape).join(', ') : 'the keys of incident.config.example.yaml';
    return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), problem: 'is not a known key', allowed }));
  }
  const meant = issue.code === 'invalid_union' ? issue.errors.find(isMeant) : undefined;
  if (meant !== undefined) return meant.flatMap((inner) => problemsOf({ ...inner, path: [...issue.path, ...inner.path] }, content));
  if (issue.code === 'invalid_key') {
    const allowed = issue.issues[0]?.message ?? issue.message;
    return [{ path: issue.path.slice(0, -1).join('.'), problem: `${shown(issue.path.at(-1))} is not a valid name`, allowed }];
  }
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], content);
  const problem = value === undefined ? 'is missing' : `${shown(value)} is not valid`;
  return [{ path: issue.path.join('.') || 'the file', problem, allowed: issue.message }];
}

/** Whether the user evidently meant this branch of a union; if so, only the problems inside it are reported. */
function isMeant(issues: readonly z.core.$ZodIssue[]): boolean {
  return issues.length > 0 && issues.every(({ path }) => path.length > 0);
}
