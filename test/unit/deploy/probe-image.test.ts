import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '..', '..', '..', 'deploy', 'probe-image');
const read = (name: string) => readFileSync(join(FOLDER, name), 'utf8');

describe('the tools image', () => {
  it('is based on Debian slim, pinned by digest, and runs as nobody', () => {
    expect(read('Dockerfile')).toMatch(/^FROM debian:bookworm-slim@sha256:[0-9a-f]{64}$/m);
    expect(read('Dockerfile')).toMatch(/^USER 65534:65534$/m);
  });

  it('holds what the documentation promises', () => {
    const packages = read('packages.txt').trim().split('\n');
    const promised = ['busybox', 'curl', 'jq', 'openssl', 'bind9-dnsutils', 'postgresql-client', 'default-mysql-client', 'redis-tools'];
    const checks = ['monitoring-plugins-basic', 'monitoring-plugins-standard', 'prometheus-blackbox-exporter'];
    expect(packages).toEqual(expect.arrayContaining([...promised, ...checks]));
    expect(packages).toEqual([...packages].sort());
  });

  it('can be built by its script', () => {
    expect(statSync(join(FOLDER, 'build.sh')).mode & 0o111).toBe(0o111);
    expect(read('build.sh')).toContain('docker build --tag "$image" "$(dirname "$0")"');
  });
});
