import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

export const ROOT = join(__dirname, '..', '..', '..');
export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** What a reader finds on the first page, the pages of docs/, and what agents read. */
export const GUIDES: readonly string[] = ['README.md', 'CONTRIBUTING.md', 'AGENTS.md', ...pagesOf('docs'), ...pagesOf('plugin')];
/** Every Markdown file of the project. */
export const DOCUMENTS: readonly string[] = [...GUIDES, 'ARCHITECTURE.md', ...pagesOf('src')];

function pagesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => posix.join(folder, path))
    .sort();
}

/** The contents of its fenced blocks in a language; a block within a list is indented. */
export function blocks(text: string, language: string): readonly string[] {
  const fenced = new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^\\1\`\`\`$`, 'gm');
  return [...text.matchAll(fenced)].map(([, indent = '', block = '']) => block.replace(new RegExp(`^${indent}`, 'gm'), ''));
}

/** The cells of the table rows whose first cell matches. */
export function rows(text: string, firstCell: RegExp): readonly string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.slice(1, -1).replaceAll('\\|', '¦').split('|'))
    .map((cells) => cells.map((cell) => cell.trim()))
    .filter(([first = '']) => firstCell.test(first));
}

/** Everything in backticks, whatever the line. */
export const quoted = (text: string): readonly string[] => [...text.matchAll(/`([^`\n]+)`/g)].map(([, inside = '']) => inside);

const SOURCE_NAMES = new Set(readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true }).map(({ name }) => name));
/** Made by the build, so not in every checkout. */
const BUILT = /^dist\//;

/** The quoted paths that lead nowhere, neither from the root nor from src, and the names of TypeScript files that are not in src. */
export function missingPaths(quotes: readonly string[]): readonly string[] {
  const paths = quotes.filter((text) => /^\w[\w./-]*$/.test(text) && /\/|\.ts$/.test(text) && !BUILT.test(text));
  return paths.filter((path) => ![path, `src/${path}`].some((each) => existsSync(join(ROOT, each))) && !SOURCE_NAMES.has(path));
}

/** Links and pictures that lead to nothing: a file that is missing, or a heading that is not in it. */
export function brokenLinks(path: string): readonly string[] {
  const prose = read(path).replace(/^( *)```[\s\S]*?^\1```$/gm, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !/^https?:/.test(target) && !leadsSomewhere(path, target)).map((target) => `${path}: ${target}`);
}

function leadsSomewhere(from: string, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? from : posix.join(dirname(from), file);
  return existsSync(join(ROOT, path)) && (anchor === undefined || anchors(read(path)).includes(anchor));
}

/** The anchors that GitHub gives to the headings. */
function anchors(text: string): readonly string[] {
  const prose = text.replace(/^( *)```[\s\S]*?^\1```$/gm, '');
  return [...prose.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
