const MAX_CHARS = 80;

/** `incident-prod-20260101-001`: lower-case letters, digits and hyphens, as Slack requires. */
export function channelNameOf(incidentId: string): string {
  const slug = incidentId.toLowerCase().replace(/[^a-z0-9-]+/g, '-');
  return `incident-${slug}`.slice(0, MAX_CHARS);
}
