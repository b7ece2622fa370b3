/**
 * What a probe runs against, once per matching item of the incident: nothing, a URL (`https` only https URLs), a host, a host
 * that is a name rather than an address, a host with a port, or a service; `services` means once for all services together.
 */
export const TARGET_KINDS = ['none', 'url', 'https', 'host', 'name', 'hostport', 'service', 'services'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];
