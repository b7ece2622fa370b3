import type { TargetKind } from '../model/investigation/target-kind';
import { canonicalHost } from './ip-address';

/** A target in the form that probes need. */
export interface Target {
  /** As the incident names it. */
  readonly text: string;
  /** Null if the target is not an http(s) URL. */
  readonly url: string | null;
  readonly scheme: string | null;
  /** In canonical form (see `canonicalHost`), without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number | null;
  /** Path and query of the URL, `/` if there is none. */
  readonly path: string;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  postgres: 5432,
  postgresql: 5432,
  mysql: 3306,
  redis: 6379,
  amqp: 5672,
  mongodb: 27017,
};
/** The same limit as for an alert's links: every finding, message and report repeats it. */
const MAX_CHARS = 2_000;
const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:.]{2,45})$/;
const HOST_PORT = /^(?:\[([^\]]+)\]|([^:/[\]]+)):(\d{1,5})$/;

/** Reads a URL, `HOST:PORT` or a bare host. Null for anything that no probe could contact. */
export function readTarget(text: string): Target | null {
  const trimmed = text.trim();
  if (trimmed.length > MAX_CHARS) return null;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) return readUrl(trimmed);
  const pair = HOST_PORT.exec(trimmed);
  const port = pair === null ? null : Number(pair[3]);
  const host = canonicalHost(pair === null ? trimmed : (pair[1] ?? pair[2] ?? ''));
  if (host === null || !HOST.test(host) || (port !== null && (port < 1 || port > 65_535))) return null;
  return { text: trimmed, url: null, scheme: null, host, port, path: '/' };
}

function readUrl(text: string): Target | null {
  let parsed: URL;
  try {
    parsed = new URL(text);
  } catch {
    return null;
  }
  const scheme = parsed.protocol.slice(0, -1).toLowerCase();
  // If the scheme is not http(s), the host is kept as written.
  const host = canonicalHost(parsed.hostname);
  if (host === null || !HOST.test(host)) return null;
  const port = parsed.port === '' ? (DEFAULT_PORTS[scheme] ?? null) : Number(parsed.port);
  const isWeb = scheme === 'http' || scheme === 'https';
  // Credentials in a URL do not belong in a container's environment, and a fragment never leaves the browser.
  const authority = `${host.includes(':') ? `[${host}]` : host}${parsed.port === '' ? '' : `:${parsed.port}`}`;
  const url = isWeb ? `${scheme}://${authority}${parsed.pathname}${parsed.search}` : null;
  return { text, url, scheme, host, port, path: `${parsed.pathname}${parsed.search}` || '/' };
}

export function isAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.includes(':');
}

export function fits(target: Target, kind: TargetKind): boolean {
  switch (kind) {
    case 'none':
      return true;
    case 'service':
    case 'services':
      return false;
    case 'url':
      return target.url !== null;
    case 'https':
      return target.scheme === 'https';
    case 'host':
      return true;
    case 'name':
      return !isAddress(target.host);
    case 'hostport':
      return target.port !== null;
  }
}

/** The part of the target that a probe of this kind contacts. Two targets with the same subject are probed once. */
export function subjectOf(target: Target, kind: TargetKind): string | null {
  const { host, port, url } = target;
  switch (kind) {
    case 'none':
    case 'service':
    case 'services':
      return null;
    case 'url':
    case 'https':
      return url;
    case 'host':
    case 'name':
      return host;
    case 'hostport':
      return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  }
}
