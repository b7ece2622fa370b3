import { nearnessOf } from '../incident/investigation/nearness';

/**
 * What happens to a token sent to this address. `protected`: by TLS, or because it does not leave the machine. `exposed`: to
 * a private network, for example behind a proxy that adds TLS. `published`: readable by every network on the way.
 */
export function secrecyOf(url: string): 'protected' | 'exposed' | 'published' {
  const { protocol, hostname } = new URL(url);
  const nearness = nearnessOf(hostname);
  if (protocol === 'https:' || nearness === 'loopback') return 'protected';
  return nearness === 'private' ? 'exposed' : 'published';
}

/** A warning for the worker's log and for doctor; null if there is nothing to warn about. */
export function clearTextWarning(apiUrl: string | undefined): string | null {
  if (apiUrl === undefined || secrecyOf(apiUrl) === 'protected') return null;
  return `SLACK_API_URL is ${new URL(apiUrl).origin}: the bot token is sent unencrypted; use https`;
}
