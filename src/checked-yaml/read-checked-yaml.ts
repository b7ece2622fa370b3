import { readFile } from 'node:fs/promises';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { nearestWord } from '../incident/text/nearest-word';
import type { FileProblem } from './file-problem';
import { unknownKey, wordIssue } from './word-issue';

export interface CheckedFile<Value> {
  readonly value: Value;
  /** The line of a value, or of the nearest thing around it that the file contains. */
  readonly lineOf: (path: readonly PropertyKey[]) => number | null;
}

/** Reads and checks one file. A file that cannot be used adds all its problems to `problems`, and null is returned. */
export async function readCheckedYaml<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  problems: FileProblem[],
): Promise<CheckedFile<z.output<Schema>> | null> {
  let read: ReturnType<typeof parse>;
  try {
    read = parse(await readFile(file, 'utf8'));
  } catch (error) {
    problems.push({ file, line: lineOfFault(error), path: '', problem: `cannot be read: ${messageOf(error)}` });
    return null;
  }
  const lineOf = (path: readonly PropertyKey[]): number | null => lineIn(read.document, read.lines, path);
  const parsed = schema.safeParse(read.content, { error: wordIssue });
  if (parsed.success) return { value: parsed.data, lineOf };
  const found = oncePerMistake(
    parsed.error.issues.flatMap((issue) => describeIssue(issue)),
    (path) => read.document.hasIn(path),
  );
  problems.push(...found.map(({ at, problem }) => ({ file, line: lineOf(at), path: formatPath(at), problem })));
  return null;
}

/** Throws the first error. Aliases could expand a small file to any size, and such files need few. */
function parse(text: string): { readonly document: Document; readonly lines: LineCounter; readonly content: unknown } {
  const lines = new LineCounter();
  const document = parseDocument(text, { uniqueKeys: true, lineCounter: lines });
  const [fault] = document.errors;
  if (fault !== undefined) throw fault;
  return { document, lines, content: document.toJS({ maxAliasCount: 20 }) };
}

function lineOfFault(error: unknown): number | null {
  return (error as { readonly linePos?: readonly { readonly line: number }[] }).linePos?.[0]?.line ?? null;
}

function lineIn(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number | null {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range != null) return lines.linePos(node.range[0]).line;
  }
  return null;
}

/** A place in the file, and what is wrong there. */
interface Found {
  readonly at: readonly PropertyKey[];
  readonly problem: string;
  readonly isUnknownKey: boolean;
}

/** A misspelt key is also missing under its right name: said once, where it is written. */
function oncePerMistake(all: readonly Found[], isGiven: (path: readonly PropertyKey[]) => boolean): readonly Found[] {
  const missing = all.filter(({ at }) => !isGiven(at));
  const meant = new Map(
    all.flatMap((found) => {
      const beside = found.isUnknownKey ? missing.filter((other) => isBeside(found, other)) : [];
      const name = nearestWord(lastOf(found), beside.map(lastOf));
      const right = beside.find((other) => lastOf(other) === name);
      return right === undefined ? [] : [[found, right] as const];
    }),
  );
  const told = new Set(meant.values());
  return all.flatMap((found) => {
    const right = meant.get(found);
    if (right !== undefined) return { ...found, problem: unknownKey(lastOf(found), [lastOf(right)]) };
    return told.has(found) ? [] : found;
  });
}

const lastOf = ({ at }: Found): string => String(at.at(-1));
const isBeside = (one: Found, other: Found): boolean => formatPath(one.at.slice(0, -1)) === formatPath(other.at.slice(0, -1));

/** Reports the union alternative that matched furthest, because it best explains what is wrong. */
function describeIssue(issue: z.core.$ZodIssue, above: readonly PropertyKey[] = []): readonly Found[] {
  const at = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const depth = (issues: readonly z.core.$ZodIssue[]): number => Math.max(...issues.map((inner) => inner.path.length));
    const best = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0] ?? [];
    if (depth(best) > 0) return best.flatMap((inner) => describeIssue(inner, at));
  }
  if (issue.code === 'unrecognized_keys') {
    const problems = issue.message.split('\n');
    return issue.keys.map((key, index) => ({ at: [...at, key], problem: problems[index] ?? unknownKey(key, []), isUnknownKey: true }));
  }
  // The message for an invalid record key is nested one level deeper.
  const problem = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return [{ at, problem, isUnknownKey: false }];
}

function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  );
}

/** The first line of an error's message. The YAML parser's other lines only show the place in the file. */
export function messageOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.replace(/:$/, '');
}
