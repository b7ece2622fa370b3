const MAX_CHARS = 80;

/** `incident-prod-20260101-001`: lower-case letters, digits and hyphens, as Slack wants them. A suffix tells a second one apart. */
export function channelNameOf(incidentId: string, suffix?: number): string {
  const slug = incidentId.toLowerCase().replace(/[^a-z0-9-]+/g, '-');
  return `incident-${slug}${suffix === undefined ? '' : `-${suffix}`}`.slice(0, MAX_CHARS);
}
