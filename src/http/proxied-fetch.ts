import { Agent, type Dispatcher, EnvHttpProxyAgent, fetch as fetchThrough } from 'undici';
import { nearnessOf } from '../incident/investigation/nearness';
import { InvalidInputError } from '../incident/text/errors';

/** How calls reach an address. */
export interface Way {
  readonly fetch: typeof globalThis.fetch;
  /** For a WebSocket, to which a proxy has to open a tunnel; null for a direct connection. */
  readonly tunnel: Dispatcher | null;
  /** The variable that names the proxy in use, in words; null for a direct connection. */
  readonly proxiedBy: string | null;
}

/**
 * Lower case comes first, as in curl. For an https address, the plain HTTP proxy is used if there is no other.
 */
const VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'] as const;

/**
 * Uses the proxy of HTTPS_PROXY or HTTP_PROXY unless NO_PROXY excludes the host. This machine is never reached through a
 * proxy.
 * @param ca Certificates in PEM form that are trusted instead of the usual ones.
 * @throws InvalidInputError naming the variable whose value is not an address.
 */
export function wayTo(url: string, env: NodeJS.ProcessEnv = process.env, ca?: string): Way {
  const { hostname, protocol } = new URL(url);
  const names = VARIABLES.filter((name) => env[name]?.trim() && (protocol === 'https:' || name.toLowerCase() === 'http_proxy'));
  const [proxiedBy] = names;
  if (proxiedBy === undefined || nearnessOf(hostname) === 'loopback') {
    return { fetch: ca === undefined ? globalThis.fetch : fetchOver(new Agent({ connect: { ca } })), tunnel: null, proxiedBy: null };
  }
  const proxy = readProxy(proxiedBy, env[proxiedBy] ?? '');
  const noProxy = env.no_proxy ?? env.NO_PROXY ?? '';
  const trust = ca === undefined ? {} : { connect: { ca }, requestTls: { ca } };
  const agent = (proxyTunnel: boolean) => new EnvHttpProxyAgent({ httpProxy: proxy, httpsProxy: proxy, noProxy, proxyTunnel, ...trust });
  const tunnel = agent(true);
  // A request uses a tunnel only where TLS needs one, because many proxies refuse other tunnels.
  const dispatcher = protocol === 'https:' ? tunnel : agent(false);
  return {
    fetch: fetchOver(dispatcher),
    tunnel,
    proxiedBy: noProxy === '' ? proxiedBy : `${proxiedBy} (unless NO_PROXY excludes it)`,
  };
}

function fetchOver(dispatcher: Dispatcher): typeof globalThis.fetch {
  const over = (to: string | URL, init: object = {}) => fetchThrough(to, { ...init, dispatcher }).catch(tellRefusal);
  return over as unknown as typeof globalThis.fetch;
}

interface Thrown {
  readonly message?: string;
  readonly cause?: Thrown;
}

/** A proxy that refuses a tunnel gives a status, such as 407 if it wants a password. Only the text of the cause contains it. */
function tellRefusal(error: Thrown): never {
  for (let cause: Thrown | undefined = error; cause !== undefined; cause = cause.cause) {
    const status = /^Proxy response \((\d{3})\)/.exec(cause.message ?? '')?.[1];
    if (status !== undefined) throw Object.assign(new Error('the proxy refuses'), { cause: { code: `the proxy returned ${status}` } });
  }
  throw error;
}

/** `HOST:PORT` means `http://HOST:PORT`, as in curl. The value may contain a password, so it is not shown. */
function readProxy(name: string, value: string): string {
  const address = value.includes('://') ? value.trim() : `http://${value.trim()}`;
  if (/^https?:\/\//i.test(address) && URL.canParse(address)) return address;
  throw new InvalidInputError(
    name,
    'is not an HTTP proxy address',
    'http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT if the proxy needs a login',
  );
}
