/** One problem in a file that people write. */
export interface FileProblem {
  readonly file: string;
  /** The line of the value, or of what should contain it; null for the file itself. */
  readonly line: number | null;
  /** The place in the file: `probes.#2 (dns).timeout`; empty for the file itself. */
  readonly path: string;
  readonly problem: string;
}

/** `FILE:LINE: PATH: PROBLEM`, which editors and terminals turn into a link to the place. */
export function describeFileProblem({ file, line, path, problem }: FileProblem): string {
  return `${file}${line === null ? '' : `:${line}`}${path === '' ? '' : `: ${path}`}: ${problem}`;
}
