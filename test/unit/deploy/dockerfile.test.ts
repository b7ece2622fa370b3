import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..');
const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources = '']) => sources.split(' '));

describe('Dockerfile', () => {
  it('copies only what exists and what .dockerignore lets through', () => {
    const letThrough = readFileSync(join(ROOT, '.dockerignore'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    expect(copied.length).toBeGreaterThan(4);
    for (const path of copied) expect([path, existsSync(join(ROOT, path))]).toEqual([path, true]);
    expect(new Set(copied)).toEqual(new Set(letThrough));
  });

  it('copies every configuration of the compiler that the build names', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: { build: string } };
    const named = [...scripts.build.matchAll(/tsc -p (\S+)/g)].map(([, path]) => path);
    expect(named.length).toBeGreaterThan(0);
    expect(copied).toEqual(expect.arrayContaining(named));
  });

  it('pins a glibc base, the same in both stages', () => {
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(new Set(bases).size).toBe(1);
    expect(bases[0]).toMatch(/^node:\d+\.\d+\.\d+-bookworm-slim$/);
  });

  it('runs as no root, with a health check, as the process that gets the signals', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('FROM '));
    expect(last).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
    expect(last).toMatch(/^HEALTHCHECK .* CMD \["node", "dist\/healthcheck.js"\]$/m);
    expect(last).toMatch(/^ENTRYPOINT \["node", "dist\/worker.js"\]$/m);
  });
});
