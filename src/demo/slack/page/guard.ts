import type { IncomingHttpHeaders } from 'node:http';

/**
 * Sent with every answer. Nothing comes from outside, no page may embed this one, and no script runs but the page's own.
 */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Names that lead to this machine and that no one else's DNS can answer for. */
const OWN_NAMES = ['127.0.0.1', 'localhost'];

/**
 * Why a request is refused, or null. Its `Host` must be this machine: a page elsewhere whose name is rebound to it sends its
 * own. What changes something must also come from this very page.
 */
export function whyRefused(method: string, headers: IncomingHttpHeaders, port: number): string | null {
  const { host = '', origin } = headers;
  if (!OWN_NAMES.some((name) => host === `${name}:${port}`)) return 'unknown host';
  if (method === 'GET') return null;
  if (origin !== `http://${host}`) return 'foreign origin';
  return headers['content-type'] === 'application/json' ? null : 'not JSON';
}
