import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineRegistry } from '../../../../src/demo/components/engine-registry';
import { lock } from '../../../../src/demo/components/lock';
import { startTimeOf } from '../../../../src/demo/components/process-start-time';

const ENGINE = { dockerHost: 'unix:///x.sock', pid: 1 };
const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('the one engine of a machine', () => {
  let folder: string;
  const children: ChildProcess[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'registry-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) await end(child);
  });
  const start = (): number => {
    const child = spawn('sleep', ['60']);
    children.push(child);
    return child.pid ?? 0;
  };
  const end = async (child: ChildProcess | undefined): Promise<void> => {
    if (child === undefined || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };

  it('is ended by its last user, whoever started it', () => {
    const [first, second] = [new EngineRegistry(folder, start()), new EngineRegistry(folder, start())];
    first.signIn(ENGINE);
    second.signIn(ENGINE);
    expect(first.signOut(ENGINE)).toEqual([String(children[1]?.pid)]);
    expect(second.signOut(ENGINE)).toEqual([]);
  });

  it('stays for a process that is about to choose an engine, but not for one that uses another', () => {
    const [leaving, other] = [new EngineRegistry(folder, start()), new EngineRegistry(folder, start())];
    leaving.signIn(ENGINE);
    other.signIn();
    expect(leaving.signOut(ENGINE)).toEqual([String(children[1]?.pid)]);
    other.signIn({ ...ENGINE, pid: ENGINE.pid + 1 });
    expect(leaving.signOut(ENGINE)).toEqual([]);
  });

  it('does not wait for a user that was killed', async () => {
    const [killed, living] = [new EngineRegistry(folder, start()), new EngineRegistry(folder, start())];
    killed.signIn(ENGINE);
    living.signIn(ENGINE);
    await end(children[0]);
    expect(living.signOut(ENGINE)).toEqual([]);
  });

  it('does not take another process under the number of a killed user for that user', () => {
    const pid = start();
    new EngineRegistry(folder).signIn();
    writeFileSync(join(folder, 'users', String(pid)), 'another start time');
    expect(new EngineRegistry(folder).signOut(ENGINE)).toEqual([]);
  });

  it('is found while its process lives, and only then', async () => {
    const registry = new EngineRegistry(folder);
    expect(registry.engine()).toBeNull();
    const engine = { dockerHost: 'unix:///x.sock', pid: start() };
    registry.register(engine);
    expect(new EngineRegistry(folder).engine()).toEqual(engine);
    await end(children[0]);
    expect(registry.engine()).toBeNull();
  });

  it('is not taken from a file that is half written', () => {
    writeFileSync(join(folder, 'engine.json'), '{"dockerHost": "unix:');
    expect(new EngineRegistry(folder).engine()).toBeNull();
  });

  it('is started by one process at a time, and a lock of a killed one is taken over', async () => {
    const file = join(folder, 'lock');
    const pid = start();
    writeFileSync(file, `${pid} ${startTimeOf(pid)}`);
    let isMine = false;
    const waiting = lock(file).then((unlock) => {
      isMine = true;
      return unlock;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isMine).toBe(false);
    await end(children[0]);
    (await waiting)();
  });
});
