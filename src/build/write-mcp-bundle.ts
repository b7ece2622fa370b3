import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { mcpBundle } from './mcp-bundle';

const PLUGIN = join(__dirname, '..', '..', 'plugin');

/** Writes the MCP server into the plugin's folder, or into the one that is named: an installed plugin is a copy that no one builds. */
async function main(folder: string): Promise<void> {
  const files = await mcpBundle();
  for (const written of new Set([...files.keys()].map((file) => dirname(file))))
    rmSync(join(folder, written), { recursive: true, force: true });
  for (const [file, text] of files) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

main(resolve(process.argv[2] ?? PLUGIN)).catch((error: unknown) => {
  process.stderr.write(`couldn't bundle the MCP server: ${String(error)}\n`);
  process.exitCode = 1;
});
