import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDockerEngine } from '../../../src/containers/docker-engine';
import { ensureDebianImage } from '../../../src/demo/components';
import { describeWith } from '../../support/needs';
import { sampleRun } from '../../support/sample-run';

const CACHE = join(__dirname, '..', '..', '..', '.local', 'cache');

describeWith(['engine', 'packages'], 'an image of Debian packages', () => {
  const dockerHost = process.env.TEST_DOCKER_HOST ?? '';
  const lines: string[] = [];
  const options = {
    env: process.env,
    localDir: mkdtempSync(join(tmpdir(), 'debian-image-')),
    cacheDir: CACHE,
    announce: (line: string) => void lines.push(line),
  };
  const make = (packages: readonly string[], users: readonly string[] = []) =>
    ensureDebianImage({ name: 'incident-test-debian', packages, users }, { dockerHost }, options);

  it('holds the packages, what they depend on, their users and the certificates, and is made once', async () => {
    const image = await make(['jq'], ['shop']);
    const script =
      'echo "{\\"a\\": 7}" | jq .a; id -un 900; awk \'BEGIN { print 1 + 1 }\'; grep -c BEGIN /etc/ssl/certs/ca-certificates.crt; ls -A /usr/share/doc';
    const exit = await createDockerEngine({ dockerHost }).run(
      sampleRun({ name: `incident-test-debian-${process.pid}`, image, command: ['sh', '-c', script] }),
    );
    const [seven, user, two, certificates, ...documents] = exit.stdout.trim().split('\n');
    expect({ exitCode: exit.exitCode, stderr: exit.stderr, seven, user, two, documents: documents.join() }).toEqual({
      exitCode: 0,
      stderr: '',
      seven: '7',
      user: 'shop',
      two: '2',
      documents: '',
    });
    expect(Number(certificates)).toBeGreaterThan(50);
    lines.length = 0;
    expect(await make(['jq'], ['shop'])).toBe(image);
    expect(lines).toEqual([]);
    expect(await make(['jq'], ['shop', 'queue'])).not.toBe(image);
  });

  it('says which package there is none of', async () => {
    await expect(make(['no-such-package-at-all'])).rejects.toThrow(
      /image incident-test-debian: E: Unable to locate package no-such-package-at-all/,
    );
  });
});
