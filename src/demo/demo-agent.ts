import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addToken } from '../tokens/add-token';

/** Dana's own agent, so that everyone but Dana may approve what it proposes. */
const AGENT = { person: 'dba@example.com', agent: 'claude-code', mode: 'respond', allows: [] } as const;
const DAY_MS = 86_400_000;

/** What an agent needs to act in the demo, and what the gateway and the worker need to let it. */
export interface AgentAccess {
  readonly token: string;
  readonly tokensFile: string;
  readonly keyFile: string;
}

/** Makes a token and a key, for this run alone. */
export async function letAgentIn(folder: string): Promise<AgentAccess> {
  const [tokensFile, keyFile] = [join(folder, 'demo.tokens.json'), join(folder, 'demo.approval-key')];
  rmSync(tokensFile, { force: true });
  writeFileSync(keyFile, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  const { token } = await addToken(tokensFile, { ...AGENT, lastsMs: DAY_MS }, new Date());
  return { token, tokensFile, keyFile };
}
