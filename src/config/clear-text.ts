import { nearnessOf } from '../incident/investigation/nearness';

/**
 * What becomes of a token that is sent to this address: `protected` by TLS or because it does not leave the machine,
 * `exposed` to a private network, as behind a proxy that adds TLS, or `published` to whatever lies between.
 */
export function secrecyOf(url: string): 'protected' | 'exposed' | 'published' {
  const { protocol, hostname } = new URL(url);
  const nearness = nearnessOf(hostname);
  if (protocol === 'https:' || nearness === 'loopback') return 'protected';
  return nearness === 'private' ? 'exposed' : 'published';
}

/** For the log of the worker and for doctor; null when there is nothing to say. */
export function clearTextWarning(apiUrl: string | undefined): string | null {
  if (apiUrl === undefined || secrecyOf(apiUrl) === 'protected') return null;
  return `SLACK_API_URL is ${new URL(apiUrl).origin}: the bot token is sent unencrypted; use https`;
}
