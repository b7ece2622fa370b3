import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../src/demo/components';

const GATEWAY = join(__dirname, '..', '..', 'dist', 'gateway.js');

/** A gateway at an address of its own, which it keeps when it is killed and started again. */
export class GatewayProcess {
  private child: ChildProcess | undefined;

  constructor(
    private readonly port: number,
    private readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  static async start(folder: string, env: NodeJS.ProcessEnv): Promise<GatewayProcess> {
    const gateway = new GatewayProcess(await freePort(), folder, env);
    gateway.start();
    return gateway;
  }

  /** `HOST:PORT`. */
  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  get url(): string {
    return `http://${this.address}`;
  }

  start(): void {
    const log = openSync(join(this.folder, `gateway-${this.port}.log`), 'a');
    const listen = ['--listen', this.address];
    this.child = spawn(process.execPath, [GATEWAY, ...listen], { cwd: this.folder, env: this.env, stdio: ['ignore', log, log] });
  }

  /** True if it ended without being killed. */
  get hasEnded(): boolean {
    return this.child !== undefined && this.child.exitCode !== null;
  }

  async isReady(): Promise<boolean> {
    return fetch(`${this.url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  async kill(): Promise<void> {
    const ending = this.child;
    this.child = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = once(ending, 'exit');
    ending.kill('SIGKILL');
    await gone;
  }
}
