import { hasEnded } from '../escalation/call-relevance';
import { publicTitleOf } from '../model/incident';
import type { Severity } from '../model/severity';
import type { IncidentState, IncidentStatus } from '../model/state';
import { ownerOf } from '../people/owner';

/** The incident's card in the broadcast channel: one message, kept up to date. Everyone in the workspace can read it. */
export interface CardMessage {
  readonly kind: 'card';
  readonly incidentId: string;
  readonly status: IncidentStatus;
  /** Null if the incident has become private: then nothing but its id and status is shown. */
  readonly shown: {
    readonly title: string;
    readonly severity: Severity;
    readonly createdAt: string;
    readonly owner: { readonly name: string; readonly userId: string | null } | null;
    readonly room: { readonly name: string; readonly url: string } | null;
  } | null;
}

export function cardOf(state: IncidentState): CardMessage {
  const { incident, incidentId, status, warRoom } = state;
  const bare = { kind: 'card', incidentId, status } as const;
  if (incident === null || isPrivate(state)) return { ...bare, shown: null };
  const { severity, createdAt } = incident;
  const room = warRoom === null ? null : { name: warRoom.name, url: warRoom.url };
  return { ...bare, shown: { title: publicTitleOf(incident), severity, createdAt, owner: ownerIn(state), room } };
}

/** The channel in which a card is to be posted; null if none is, or not yet. The room comes first, so that the card links to it. */
export function cardChannel(state: IncidentState): string | null {
  const { incident, headlineTs } = state;
  const broadcast = incident?.policy.broadcast;
  if (incident === null || broadcast === undefined || isPrivate(state) || hasEnded(state) || headlineTs === null) return null;
  return broadcast.severities.includes(incident.severity) ? broadcast.channel : null;
}

/** True unless everything about it says that it is public. */
function isPrivate({ incident, warRoom, asksForPrivacy }: IncidentState): boolean {
  return incident?.privacy !== 'public' || (warRoom !== null && warRoom.privacy !== 'public') || asksForPrivacy === true;
}

function ownerIn(state: IncidentState): { name: string; userId: string | null } | null {
  const name = ownerOf(state);
  if (name === null) return null;
  const { roles, acknowledgedById = null } = state;
  return { name, userId: roles.commander === null ? acknowledgedById : roles.commander.userId };
}
