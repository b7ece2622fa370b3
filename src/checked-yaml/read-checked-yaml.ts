import { readFile } from 'node:fs/promises';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { hideSecrets } from '../incident/text/hide-secrets';
import { nearestWord } from '../incident/text/nearest-word';
import type { FileProblem } from './file-problem';
import { placeIn } from './place';
import { unknownKey, wordIssue } from './word-issue';

export interface CheckedFile<Value> {
  readonly value: Value;
  /** A problem with the value at a place of the file. */
  readonly problemAt: (path: readonly PropertyKey[], problem: string) => FileProblem;
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
    problems.push({ file, line: lineOfFault(error), path: '', problem: whyUnread(error) });
    return null;
  }
  const { content, document, lines } = read;
  if (content === null) {
    problems.push({ file, line: null, path: '', problem: 'is empty (must be a mapping)' });
    return null;
  }
  const problemAt = (path: readonly PropertyKey[], problem: string): FileProblem => ({
    file,
    line: lineIn(document, lines, path),
    path: placeIn(content, path),
    // Values are quoted, and a value may be a token in the wrong place.
    problem: hideSecrets(problem),
  });
  const parsed = schema.safeParse(content, { error: wordIssue });
  if (parsed.success) return { value: parsed.data, problemAt };
  const found = oncePerMistake(
    parsed.error.issues.flatMap((issue) => describeIssue(issue)),
    (path) => document.hasIn(path),
  );
  problems.push(...found.map(({ at, problem }) => problemAt(at, problem)));
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
const isBeside = (one: Found, other: Found): boolean => one.at.slice(0, -1).join('.') === other.at.slice(0, -1).join('.');

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

/** Why a file or a folder cannot be read. The YAML parser's further lines only show the place in the file. */
export function whyUnread(error: unknown): string {
  switch ((error as { readonly code?: unknown }).code) {
    case 'ENOENT':
      return 'does not exist';
    case 'EISDIR':
      return 'is a folder (must be a file)';
    case 'ENOTDIR':
      return 'is not a folder';
    default: {
      const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
      return `cannot be read: ${line.replace(/:$/, '')}`;
    }
  }
}
