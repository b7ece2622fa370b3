import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { drawPreview } from './slack/preview/preview-page';

const DEFAULT_FILE = join(__dirname, '..', '..', '.local', 'slack-preview.html');

/** Draws every message for every severity and state on one page. */
function main(argv: readonly string[]): void {
  const command = new Command('npm run preview:slack --').option('--out <file>', 'write the page to this file', DEFAULT_FILE);
  const { out } = command.parse(argv, { from: 'user' }).opts<{ out: string }>();
  const file = resolve(out);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, drawPreview());
  process.stdout.write(`Every message in Slack: ${pathToFileURL(file).href}\n`);
}

main(process.argv.slice(2));
