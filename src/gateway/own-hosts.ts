import { nearnessOf } from '../incident/investigation/nearness';
import { RequestError } from './request-error';

/**
 * A page in a browser can make its own name lead to this machine, and then send requests here as if to its own server. So the
 * request must name a host that is ours, and a page must come from one.
 * @throws RequestError
 */
export function refuseOtherHosts(
  { host, origin }: { readonly host?: string | undefined; readonly origin?: string | undefined },
  hosts: readonly string[],
): void {
  if (!isOurs(hostIn(host), hosts)) throw foreign('the request names a host that this gateway does not have');
  if (origin !== undefined && !isOurs(URL.canParse(origin) ? new URL(origin).hostname : null, hosts))
    throw foreign('the request comes from a page elsewhere');
}

function isOurs(host: string | null, hosts: readonly string[]): boolean {
  if (host === null || host === '') return false;
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return nearnessOf(name) === 'loopback' || hosts.includes(name);
}

/** The name in a header `Host`, without its port. */
function hostIn(header: string | undefined): string | null {
  const [, bracketed, plain] = /^(?:\[([0-9A-Fa-f:.]+)\]|([^\s/:@[\]]+))(?::\d{1,5})?$/.exec(header ?? '') ?? [];
  return bracketed ?? plain ?? null;
}

function foreign(message: string): RequestError {
  return new RequestError({
    status: 403,
    code: 'forbidden',
    message,
    hint: 'Nothing was done. INCIDENT_GATEWAY_HOSTS lists the names of the gateway besides those of its own machine.',
  });
}
