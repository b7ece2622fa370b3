import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

export const ROOT = join(__dirname, '..', '..', '..');

/** Every TypeScript file of src, by its path from there. */
export const SOURCES: readonly string[] = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .sort();

/** The folders of src that hold such files, by their path from there; src itself is not among them. */
export const FOLDERS: readonly string[] = [...new Set(SOURCES.map((path) => dirname(path)))].filter((folder) => folder !== '.').sort();

/** The files beside the folders. */
export const ROOT_FILES: readonly string[] = SOURCES.filter((path) => !path.includes('/'));

export const readSource = (path: string): string => readFileSync(join(ROOT, 'src', path), 'utf8');

/** What a folder is for, and what it may import. */
export interface Described {
  readonly purpose: string;
  readonly folders: readonly string[];
  /** Without `.ts`. */
  readonly files: readonly string[];
  /** `node` stands for all modules of Node. */
  readonly packages: readonly string[];
}

/** Reads `Purpose. Imports: name, name.`; null when it is not of this form. `from`: the folder that it is about. */
export function readDescription(text: string, from: string): Described | null {
  const [, purpose, list] = /^(.+) Imports: (.+)\.$/.exec(text) ?? [];
  if (purpose === undefined || list === undefined) return null;
  const folders: string[] = [];
  const files: string[] = [];
  const packages: string[] = [];
  for (const name of list === 'nothing' ? [] : list.split(', ')) {
    const path = around(from)
      .map((folder) => posix.join(folder, name))
      .find((candidate) => existsSync(join(ROOT, 'src', candidate)));
    if (path === undefined) packages.push(name);
    else if (path.endsWith('.ts')) files.push(path.slice(0, -'.ts'.length));
    else folders.push(path);
  }
  return { purpose, folders, files, packages };
}

/** The folders in which a name is sought, the nearest first. */
function around(folder: string): readonly string[] {
  const outer = dirname(folder);
  return outer === '.' ? ['.'] : [outer, ...around(outer)];
}

/** The README's second paragraph. */
export function describedIn(folder: string): Described | null {
  const [title, paragraph = ''] = readSource(`${folder}/README.md`).split('\n\n');
  return title === `# ${folder}` ? readDescription(paragraph.trim(), folder) : null;
}

/** What the map of src says of a folder or a file: `- chat/: …`. */
export function mappedAs(name: string): string {
  const start = `- ${name}: `;
  const line = readSource('README.md')
    .split('\n')
    .find((row) => row.startsWith(start));
  return line?.slice(start.length) ?? '';
}
