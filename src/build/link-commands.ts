import { chmod, mkdir, readFile, symlink, unlink } from 'node:fs/promises';
import { join, relative } from 'node:path';

/**
 * Links the commands of package.json into node_modules/.bin, as an installation would. `npx start-incident` in a checkout
 * then runs at once, without installing the package into npx's cache.
 */
async function main(): Promise<void> {
  const root = join(__dirname, '..', '..');
  const { bin } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { bin: Record<string, string> };
  const folder = join(root, 'node_modules', '.bin');
  await mkdir(folder, { recursive: true });
  for (const [name, file] of Object.entries(bin)) {
    const target = join(root, file);
    const link = join(folder, name);
    await chmod(target, 0o755);
    await unlink(link).catch(() => undefined);
    await symlink(relative(folder, target), link);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`couldn't link the commands: ${String(error)}\n`);
  process.exitCode = 1;
});
