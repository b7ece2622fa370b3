import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';

const ROOT = join(__dirname, '..', '..');
const SRC = join(ROOT, 'src');

/** What `incident-mcp` needs to run without node_modules and without a build: its files, by their paths in the plugin's folder. */
export async function mcpBundle(): Promise<ReadonlyMap<string, string>> {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/mcp.ts'],
    outfile: 'incident-mcp.js',
    bundle: true,
    write: false,
    logLevel: 'silent',
    metafile: true,
    platform: 'node',
    target: 'node20',
    minify: true,
    // Otherwise each change would be one of a single line of megabytes.
    lineLimit: 200,
    legalComments: 'none',
    define: {
      BUNDLED_VERSION: JSON.stringify(version),
      // On a terminal, the log would be written by a package that has to be a file of its own.
      'process.stderr.isTTY': 'false',
    },
    plugins: [samePlaces, englishOnly],
  });
  const runbooks = readdirSync(join(ROOT, 'runbooks'));
  return new Map([
    ['server/incident-mcp.js', outputFiles[0]?.text ?? ''],
    ['server/THIRD-PARTY-NOTICES.txt', noticesOf(metafile)],
    ...runbooks.map((file) => [`runbooks/${file}`, readFileSync(join(ROOT, 'runbooks', file), 'utf8')] as const),
  ]);
}

/** The bundle is to `server` what the compiled files are to `dist`: what they find beside `dist`, it finds beside `server`. */
const samePlaces: Plugin = {
  name: 'same-places',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
      const contents = readFileSync(path, 'utf8');
      const folder = JSON.stringify(relative(SRC, dirname(path)));
      return { loader: 'ts', contents: contents.replaceAll('join(__dirname,', `join(__dirname, ${folder},`) };
    });
  },
};

/** Zod has its messages in fifty languages, and none but English is used. */
const englishOnly: Plugin = {
  name: 'english-only',
  setup({ onLoad }) {
    onLoad({ filter: /\/zod\/v4\/locales\/[\w-]+\.js$/ }, ({ path }) =>
      /(en|index)\.js$/.test(path) ? undefined : { contents: 'export default undefined;' },
    );
  },
};

/** The licences of the packages in the bundle. */
function noticesOf({ inputs }: Metafile): string {
  const folders = Object.keys(inputs).flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  const notices = [...new Set(folders)].sort().map((folder) => {
    const path = join(ROOT, folder);
    const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Record<string, string>;
    const files = readdirSync(path).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
    const texts = files.sort().map((file) => readFileSync(join(path, file), 'utf8').replaceAll('\r\n', '\n').trim());
    return [`${name} ${version} (${license})`, ...texts].join('\n\n');
  });
  return `incident-mcp.js contains the following packages.\n\n${notices.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
