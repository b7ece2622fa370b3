import { type AuthInfo, createMcpHandler } from '@modelcontextprotocol/server';
import type { Principal } from '../incident/model/actions/principal';
import { createMcpServer, type ServerParts } from './server';

/** A request to the address for agents, once its sender is known. */
export interface McpRequest {
  readonly principal: Principal;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Fires when its sender has gone. */
  readonly gone: AbortSignal;
}

/** Where requests of agents go. */
export interface McpIntake {
  take(request: McpRequest): Promise<Response>;
}

/** Nothing changes that a client could subscribe to: what an agent reads, it asks for. */
const SUBSCRIPTIONS = 0;
/** The handler looks at it no further; the gateway has checked the host. */
const URL_OF_ALL = 'http://localhost/mcp';

/** Serves agents over HTTP, each request by itself, in the protocol that it is written in. */
export function createMcpIntake(parts: Pick<ServerParts, 'desk' | 'version' | 'log'>): McpIntake {
  const onerror = ({ name }: Error): void => parts.log.error({ problem: name }, 'a request of an agent could not be handled');
  const handler = createMcpHandler(
    ({ authInfo, requestInfo }) =>
      createMcpServer({ ...parts, principal: principalIn(authInfo), agent: productOf(requestInfo?.headers.get('user-agent')) }),
    { maxSubscriptions: SUBSCRIPTIONS, onerror },
  );
  return {
    take({ principal, headers, body, gone }) {
      const request = new Request(URL_OF_ALL, { method: 'POST', headers, body: Buffer.from(body), signal: gone });
      return handler.fetch(request, { authInfo: { token: principal.token, clientId: principal.person, scopes: [], extra: { principal } } });
    },
  };
}

function principalIn(authInfo: AuthInfo | undefined): Principal {
  const principal = authInfo?.extra?.principal;
  if (principal === undefined) throw new Error('a request came without its principal');
  return principal as Principal;
}

/** What HTTP libraries call themselves says nothing of who uses them. */
const LIBRARIES: ReadonlySet<string> = new Set(['node', 'undici', 'python', 'python-httpx', 'curl', 'go-http-client', 'mozilla']);

/** The program that sent it, by its own name. In the older protocol, only the first request of a client says it otherwise. */
function productOf(userAgent: string | null | undefined): string | undefined {
  const [, product = ''] = /^([\w.-]{1,40})/.exec(userAgent ?? '') ?? [];
  return product === '' || LIBRARIES.has(product.toLowerCase()) ? undefined : product;
}
