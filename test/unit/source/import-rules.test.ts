import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, posix } from 'node:path';
import { type Described, describedIn, FOLDERS, mappedAs, ROOT, ROOT_FILES, readDescription } from './folders';

interface Override {
  readonly includes: readonly string[];
  readonly linter?: { readonly rules: { readonly style?: { readonly noRestrictedImports?: unknown } } };
}
const read = (name: string) => JSON.parse(readFileSync(join(ROOT, name), 'utf8'));
const { overrides } = read('biome.json') as { readonly overrides: readonly Override[] };
const { dependencies, devDependencies } = read('package.json');

/** What the READMEs say, by folder, and by file beside the folders. */
const PLACES: ReadonlyMap<string, Described | null> = new Map([
  ...FOLDERS.map((folder) => [folder, describedIn(folder)] as const),
  ...ROOT_FILES.map((file) => [file, readDescription(mappedAs(file), file)] as const),
]);

/** Something to import: a place in src, or a package by its name. */
type Target = { readonly path: string } | { readonly name: string };

const TARGETS: readonly Target[] = [
  ...FOLDERS.map((folder) => ({ path: `${folder}/planted` })),
  ...ROOT_FILES.map((file) => ({ path: file.slice(0, -'.ts'.length) })),
  ...[...new Set([...PLACES.values()].flatMap((place) => place?.files ?? []))].map((path) => ({ path })),
  ...Object.keys({ ...dependencies, ...devDependencies }).map((name) => ({ name })),
  ...[...new Set([...PLACES.values()].flatMap((place) => place?.packages ?? []))]
    .filter((name) => name !== 'node')
    .map((name) => ({ name })),
  ...['node:fs', 'node:fs/promises', '@temporalio/client/lib/planted', 'planted'].map((name) => ({ name })),
];

function mayImport(place: string, target: Target): boolean {
  const said = PLACES.get(place);
  if (!said) return false;
  if ('name' in target) return said.packages.includes(target.name.startsWith('node:') ? 'node' : target.name);
  const { path } = target;
  if (path.startsWith(`${place}/`) || said.files.includes(path)) return true;
  // Naming a folder allows everything in it; inside that folder, it allows only the folder's own files.
  return said.folders.some((folder) => (place.startsWith(`${folder}/`) ? dirname(path) === folder : path.startsWith(`${folder}/`)));
}

/** Each form in which a module can be loaded: a rule must see them all. */
const FORMS = [
  (from: string) => `import '${from}';`,
  (from: string) => `import type { Planted } from '${from}';`,
  (from: string) => `export * from '${from}';`,
  (from: string) => `void import('${from}');`,
];

interface Planted {
  readonly file: string;
  readonly line: string;
  readonly isRefused: boolean;
}

/** A place's imports as lines of a file; `file` may lie deeper than the place. */
function plant(file: string, place: string, targets: readonly Target[]): readonly Planted[] {
  return targets.map((target, index) => {
    const form = FORMS[(index + file.length) % FORMS.length] as (from: string) => string;
    return { file, line: form(specifier(file, target)), isRefused: !mayImport(place, target) };
  });
}

function specifier(file: string, target: Target): string {
  if ('name' in target) return target.name;
  const path = posix.join(posix.relative(dirname(file), dirname(target.path)), basename(target.path));
  return path.startsWith('.') ? path : `./${path}`;
}

function plantedIn(place: string): readonly Planted[] {
  if (ROOT_FILES.includes(place))
    return plant(
      place,
      place,
      TARGETS.filter((target) => !('path' in target && `${target.path}.ts` === place)),
    );
  const forbidden = TARGETS.filter((target) => !mayImport(place, target));
  return [...plant(`${place}/another.ts`, place, TARGETS), ...plant(`${place}/deeper/another.ts`, place, forbidden)];
}

/** The lines that biome refuses in a copy that holds them and nothing else, as `file: line`. */
function refusedOf(planted: readonly Planted[]): ReadonlySet<string> {
  const copy = mkdtempSync(join(tmpdir(), 'import-rules-'));
  try {
    cpSync(join(ROOT, 'biome.json'), join(copy, 'biome.json'));
    const files = new Map<string, string[]>();
    for (const { file, line } of planted) files.set(file, [...(files.get(file) ?? []), line]);
    for (const [file, lines] of files) {
      mkdirSync(join(copy, 'src', dirname(file)), { recursive: true });
      writeFileSync(join(copy, 'src', file), lines.join('\n'));
    }
    const flags = ['lint', '--only=style/noRestrictedImports', '--max-diagnostics=none', '--reporter=json'];
    const { stdout } = spawnSync(join(ROOT, 'node_modules', '.bin', 'biome'), flags, { cwd: copy, encoding: 'utf8', maxBuffer: 2 ** 28 });
    const { diagnostics } = JSON.parse(stdout) as {
      diagnostics: readonly { location: { path: string; start: { line: number } } }[];
    };
    return new Set(
      diagnostics.map(({ location: { path, start } }) => {
        const file = path.slice('src/'.length);
        return `${file}: ${files.get(file)?.[start.line - 1]}`;
      }),
    );
  } finally {
    rmSync(copy, { recursive: true });
  }
}

describe('the rules of biome.json for imports', () => {
  it('are one for each folder of src that holds files, and for each file beside them', () => {
    const ruled = overrides.filter(({ linter }) => linter?.rules.style?.noRestrictedImports !== undefined).map(({ includes }) => includes);
    expect(ruled.map((includes) => includes.join()).sort()).toEqual(
      [...FOLDERS.map((folder) => `src/${folder}/**`), ...ROOT_FILES.map((file) => `src/${file}`)].sort(),
    );
  });

  it('are what the READMEs say', () => {
    expect([...PLACES].flatMap(([place, said]) => (said === null ? [place] : []))).toEqual([]);
    const planted = [...PLACES.keys()].flatMap(plantedIn);
    const refused = refusedOf(planted);
    const wrong = planted.filter(({ file, line, isRefused }) => refused.has(`${file}: ${line}`) !== isRefused);
    expect(wrong.map(({ file, line, isRefused }) => `${file} ${isRefused ? 'may not' : 'may'}: ${line}`)).toEqual([]);
    expect(refused.size).toBeGreaterThan(FOLDERS.length);
  });
});
