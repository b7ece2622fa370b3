import { join } from 'node:path';
import { Client, type ClientOptions, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { Told } from './agent-stage';

const PROGRAM = join(__dirname, '..', '..', 'dist', 'mcp.js');

/** The two generations of the protocol, as a client chooses them. */
export const ERAS = { legacy: 'legacy', modern: { pin: '2026-07-28' } } as const;
export type Era = keyof typeof ERAS;

/** An agent that has connected to the project's own programs. */
export interface ConnectedAgent {
  readonly client: Client;
  call(tool: string, input?: Record<string, unknown>): Promise<Told>;
  /** Calls until the answer holds. */
  until(tool: string, input: Record<string, unknown>, holds: (text: string) => boolean): Promise<string>;
  close(): Promise<void>;
}

export interface AgentOptions {
  readonly era: Era;
  /** What the client calls itself. */
  readonly name?: string;
}

/** Through a process of `incident-mcp`, which the client starts. */
export function connectOnStdio(
  where: { readonly env: NodeJS.ProcessEnv; readonly folder: string },
  options: AgentOptions,
): Promise<ConnectedAgent> {
  const env = Object.fromEntries(Object.entries(where.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  return connect(
    new StdioClientTransport({ command: process.execPath, args: [PROGRAM], cwd: where.folder, env, stderr: 'ignore' }),
    options,
  );
}

/** Through a gateway, in the name of the token's person. */
export function connectOverHttp(at: { readonly url: string; readonly token: string }, options: AgentOptions): Promise<ConnectedAgent> {
  const headers = { authorization: `Bearer ${at.token}`, 'user-agent': `${options.name ?? 'claude-code'}/1.0` };
  return connect(new StreamableHTTPClientTransport(new URL(`${at.url}/mcp`), { requestInit: { headers } }), options);
}

const PATIENCE = 40;

const connected: Client[] = [];
afterEach(async () => {
  for (const client of connected.splice(0)) await client.close();
});

async function connect(transport: Transport, { era, name = 'claude-code' }: AgentOptions): Promise<ConnectedAgent> {
  const options: ClientOptions = { versionNegotiation: { mode: ERAS[era] } };
  const client = new Client({ name, version: '1.0.0' }, options);
  connected.push(client);
  await client.connect(transport);
  const call = async (tool: string, input: Record<string, unknown> = {}): Promise<Told> => {
    const { content, isError } = await client.callTool({ name: tool, arguments: input });
    const [first] = content as { text: string }[];
    return { text: first?.text ?? '', isError: isError === true };
  };
  return {
    client,
    call,
    async until(tool, input, holds) {
      let last = '';
      for (let asked = 0; asked < PATIENCE; asked += 1) {
        last = (await call(tool, input)).text;
        if (holds(last)) return last;
      }
      throw new Error(`${tool} was called ${PATIENCE} times in vain; the last answer:\n${last}`);
    },
    close: () => client.close(),
  };
}
