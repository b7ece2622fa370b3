import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineRegistry } from '../../../../src/demo/components/engine-registry';
import { useOwnEngine } from '../../../../src/demo/components/own-engine';
import { startTimeOf } from '../../../../src/demo/components/process-start-time';
import type { EngineComponent } from '../../../../src/demo/components/types';

const onLinux = process.platform === 'linux' ? describe : describe.skip;

/** Answers as an engine does, and takes a moment to end, as dockerd does. */
const DOCKERD = `#!${process.execPath}
const server = require('node:http').createServer((_, answer) => answer.end('{"ServerVersion":"1.0"}'));
server.listen(process.argv[process.argv.indexOf('-H') + 1].slice('unix://'.length));
process.on('SIGTERM', () => setTimeout(() => process.exit(0), 300));
`;

onLinux('the dockerd that a run starts', () => {
  let folder: string;
  let said: string[];
  const pids: number[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'engine-'));
    said = [];
    writeFileSync(join(folder, 'dockerd'), DOCKERD);
    chmodSync(join(folder, 'dockerd'), 0o755);
  });
  afterEach(() => {
    for (const pid of pids.splice(0)) if (startTimeOf(pid) !== null) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const registry = (pid?: number): EngineRegistry => new EngineRegistry(join(folder, 'registry'), pid);
  const use = async (checkout = 'checkout'): Promise<EngineComponent> => {
    const options = { env: { PATH: folder }, localDir: join(folder, checkout), announce: (line: string) => void said.push(line) };
    const used = await useOwnEngine(options, async () => null, join(folder, 'registry'));
    if (typeof used === 'string') throw new Error(used);
    pids.push(pidOf());
    return used;
  };
  const pidOf = (): number => registry().engine()?.pid ?? 0;

  it('ends with it, although another process is still signed in for an engine that has ended', async () => {
    registry(process.ppid).signIn({ dockerHost: 'unix:///gone.sock', pid: 4_194_305 });
    const engine = await use();
    const pid = pidOf();
    expect(startTimeOf(pid)).not.toBeNull();
    await engine.stop();
    expect(startTimeOf(pid)).toBeNull();
    expect(registry().engine()).toBeNull();
  });

  it('stays for another process that uses it too, and says so', async () => {
    const engine = await use();
    const pid = pidOf();
    registry(process.ppid).signIn({ dockerHost: engine.dockerHost, pid });
    await engine.stop();
    expect(startTimeOf(pid)).not.toBeNull();
    expect(said.at(-1)).toBe(
      `Container engine: the dockerd stays, because others use it too (process ${process.ppid}); the last to end stops it`,
    );
    registry(process.ppid).withdraw();
    const again = await use('another-checkout');
    expect(said.at(-1)).toContain(`the dockerd of another run at ${engine.dockerHost}, version 1.0`);
    await again.stop();
    expect(startTimeOf(pid)).toBeNull();
  });

  it('is not taken over by a run that begins while it ends', async () => {
    const engine = await use();
    const pid = pidOf();
    const ending = engine.stop();
    const next = await use('another-checkout');
    expect(startTimeOf(pid)).toBeNull();
    expect(next).toMatchObject({ owned: true });
    await ending;
    await next.stop();
  });
});
