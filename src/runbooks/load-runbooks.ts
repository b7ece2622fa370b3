import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Runbook } from '../incident/model/runbook';
import { InvalidRunbooksError, type RunbookProblem } from './invalid-runbooks-error';
import { runbookSchema } from './runbook-schema';

/** Functions for every probe script, kept next to the project's own runbooks. */
const PRELUDE = join(__dirname, '..', '..', 'runbooks', 'prelude.sh');

interface Loaded {
  readonly file: string;
  readonly runbook: Runbook;
}

/**
 * Reads every `.yaml` and `.yml` file, ordered by folder, then by file name. Throws `InvalidRunbooksError` with every
 * problem of every file.
 */
export async function loadRunbooks(folders: readonly string[]): Promise<readonly Runbook[]> {
  const problems: RunbookProblem[] = [];
  const files = (await Promise.all(folders.map((folder) => listFiles(folder, problems)))).flat();
  const schema = runbookSchema(await readFile(PRELUDE, 'utf8'));
  const read = await Promise.all(files.map((file) => readRunbook(file, schema, problems)));
  const loaded = read.filter((one) => one !== null);
  findDuplicates(loaded, problems);
  if (problems.length > 0) throw new InvalidRunbooksError(problems);
  return loaded.map(({ runbook }) => runbook);
}

/** The names of the runbooks. @throws as `loadRunbooks` */
export async function loadRunbookNames(folders: readonly string[]): Promise<readonly string[]> {
  return (await loadRunbooks(folders)).map(({ id }) => id);
}

async function listFiles(folder: string, problems: RunbookProblem[]): Promise<readonly string[]> {
  try {
    const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
    if (names.length === 0) problems.push({ file: folder, path: '', problem: 'contains no runbooks (*.yaml)' });
    return names.map((name) => join(folder, name));
  } catch (error) {
    problems.push({ file: folder, path: '', problem: `cannot be read: ${messageOf(error)}` });
    return [];
  }
}

type RunbookSchema = ReturnType<typeof runbookSchema>;

async function readRunbook(file: string, schema: RunbookSchema, problems: RunbookProblem[]): Promise<Loaded | null> {
  let content: unknown;
  try {
    content = readYaml(await readFile(file, 'utf8'));
  } catch (error) {
    problems.push({ file, path: '', problem: `cannot be read: ${messageOf(error)}` });
    return null;
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return { file, runbook: parsed.data };
  problems.push(...parsed.error.issues.flatMap((issue) => describeIssue(file, issue)));
  return null;
}

/** Throws the first error. Aliases could expand a small file to any size, and runbooks need few. */
function readYaml(text: string): unknown {
  const document = parseDocument(text, { uniqueKeys: true });
  const [fault] = document.errors;
  if (fault !== undefined) throw fault;
  return document.toJS({ maxAliasCount: 20 });
}

/** Reports the union alternative that matched furthest, because it best explains what is wrong. */
function describeIssue(file: string, issue: z.core.$ZodIssue, above: readonly PropertyKey[] = []): readonly RunbookProblem[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const depth = (issues: readonly z.core.$ZodIssue[]): number => Math.max(...issues.map((inner) => inner.path.length));
    const best = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0] ?? [];
    if (depth(best) > 0) return best.flatMap((inner) => describeIssue(file, inner, path));
  }
  // The message for an invalid record key is nested one level deeper.
  const problem = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return [{ file, path: formatPath(path), problem }];
}

function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  );
}

function findDuplicates(loaded: readonly Loaded[], problems: RunbookProblem[]): void {
  const runbooks = new Map<string, string>();
  const probes = new Map<string, string>();
  const claim = (seen: Map<string, string>, id: string, file: string, path: string, what: string): void => {
    const first = seen.get(id);
    if (first === undefined) seen.set(id, file);
    else problems.push({ file, path, problem: `${what} ${id} is already defined in ${first}` });
  };
  for (const { file, runbook } of loaded) {
    claim(runbooks, runbook.id, file, 'id', 'runbook');
    for (const [index, probe] of runbook.probes.entries()) claim(probes, probe.id, file, `probes[${index}].id`, 'probe');
  }
}

function messageOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  // The parser's other lines only show the place in the file.
  return line.replace(/:$/, '');
}
