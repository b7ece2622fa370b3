/** One call of a Web API method. */
export interface SlackCall {
  readonly method: string;
  /** Empty if the call has none. */
  readonly token: string;
  /** From the address, and from a body that is a form or JSON. Arguments that hold JSON in a form are parsed. */
  readonly args: Readonly<Record<string, unknown>>;
}
export interface SlackAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}
/** Sees the calls on their way to the emulator, and the answers on their way back. */
export interface Interceptor {
  /** May answer instead of the emulator; null lets the call through. */
  before?(call: SlackCall): SlackAnswer | null | Promise<SlackAnswer | null>;
  /** Sees every answer, also one that an interceptor gave, and may change it. */
  after?(call: SlackCall, answer: SlackAnswer): SlackAnswer | Promise<SlackAnswer>;
}

/** Arguments that a form carries as JSON. */
const JSON_ARGUMENTS: ReadonlySet<string> = new Set(['attachments', 'blocks', 'metadata', 'view']);
const API = '/api/';

/** Null if the request does not call a Web API method. */
export function readCall(
  url: string,
  headers: { readonly 'content-type'?: string; readonly authorization?: string },
  body: Buffer,
): SlackCall | null {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  if (!pathname.startsWith(API)) return null;
  const { token, ...args } = { ...parsed(searchParams), ...argsOf(headers['content-type'] ?? '', body.toString()) };
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  return { method: pathname.slice(API.length), token: bearer ?? (typeof token === 'string' ? token : ''), args };
}

function argsOf(contentType: string, body: string): Record<string, unknown> {
  if (contentType.startsWith('application/x-www-form-urlencoded')) return parsed(new URLSearchParams(body));
  const value = contentType.startsWith('application/json') ? jsonOf(body) : null;
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function parsed(form: URLSearchParams): Record<string, unknown> {
  return Object.fromEntries([...form].map(([name, value]) => [name, JSON_ARGUMENTS.has(name) ? jsonOf(value) : value]));
}

/** Text that is not JSON stays what it is. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
