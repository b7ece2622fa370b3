import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const PROGRAM = join(__dirname, '..', '..', '..', 'dist', 'mcp.js');
const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x', version: '1' } },
};

function start(
  env: NodeJS.ProcessEnv = {},
  ...args: string[]
): ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream } {
  return spawn(process.execPath, [PROGRAM, ...args], { env: { PATH: process.env.PATH, TEMPORAL_ADDRESS: '127.0.0.1:1', ...env } }) as never;
}

async function ended(program: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  const [code, signal] = (await once(program, 'close')) as [number | null, string | null];
  return { code, signal };
}

describe('incident-mcp', () => {
  it.each([
    ['its client leaves', (program: ChildProcess) => program.stdin?.end()],
    ['it is told to', (program: ChildProcess) => program.kill('SIGTERM')],
  ])('ends cleanly when %s, and has printed nothing but the protocol', async (_, leave) => {
    const program = start();
    program.stdin?.write(`${JSON.stringify(INITIALIZE)}\n`);
    const [chunk] = (await once(program.stdout, 'data')) as [Buffer];
    const end = ended(program);
    leave(program);
    expect(await end).toEqual({ code: 0, signal: null });
    const lines = String(chunk).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).id)).toEqual([1]);
  });

  it('says how it is used', async () => {
    const program = start({}, '--help');
    const said = text(program.stdout);
    expect(await ended(program)).toEqual({ code: 0, signal: null });
    expect(await said).toContain('INCIDENT_MCP_ALLOW');
  });

  it('does not start with settings that cannot be used, and names all of them', async () => {
    const program = start({ INCIDENT_MCP_MODE: 'write', INCIDENT_MCP_ALLOW: 'approve' });
    const [said, told] = [text(program.stdout), text(program.stderr)];
    expect(await ended(program)).toEqual({ code: 2, signal: null });
    expect(await said).toBe('');
    expect(await told).toMatch(/INCIDENT_MCP_MODE[\s\S]*INCIDENT_MCP_ALLOW/);
  });
});
