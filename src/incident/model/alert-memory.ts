import { hashOf, shortIdentity } from '../text/identity';
import { type FiringAlerts, holdsNewAlert, holdsNewFingerprint, joinFiring, NONE_FIRING } from './firing-alerts';
import type { Incident, NormalizedEvent, StatusNote } from './incident';

/** Any further groups are counted as one. */
const MAX_GROUPS = 10;
const FURTHER_GROUPS = '+';
/** The key for alerts whose payload names no group. */
const NO_GROUP = '';
const MAX_TOLD = 200;

/** What is known of the alerts behind an incident; bounded, because it travels from run to run. */
export interface AlertMemory {
  /** Firing alerts by group identity; recovered groups are removed. */
  readonly firing: Readonly<Record<string, FiringAlerts>>;
  /** `resolvedAt` of the resolution after which people were told that an alert still fires; null if none. */
  readonly stillFiringTold: string | null;
  /** The last kind of end without recovery that people were told of; null if none since an alert fired. */
  readonly endTold: StatusNote['kind'] | null;
  /** Hashes of what people were told about alerts, such as a changed label value, because a storm repeats itself. */
  readonly told: readonly string[];
}

export const NOTHING_FIRES: AlertMemory = { firing: {}, stillFiringTold: null, endTold: null, told: [] };

/** What is known; null for an incident opened by an alert under an older version, which did not keep what fired. */
export function alertMemory({
  alerts,
  incident,
}: {
  readonly alerts?: AlertMemory;
  readonly incident: Incident | null;
}): AlertMemory | null {
  if (alerts !== undefined) return alerts;
  if (incident === null || incident.source === 'manual') return NOTHING_FIRES;
  const { firing, fingerprint, sourceAlert } = incident;
  if (firing === undefined) return null;
  return firing.count === 0 ? NOTHING_FIRES : { ...NOTHING_FIRES, firing: { [groupKey(fingerprint)]: identified(firing, sourceAlert) } };
}

/** True if the group's alerts fire for the first time, again after a recovery, or include some not known to fire. */
export function isRefire(memory: AlertMemory, event: NormalizedEvent): boolean {
  const known = knownOf(memory, event);
  return known.count === 0 || holdsNewAlert(known, firingIn(event));
}

/** True if an alert is neither among those known to fire nor among those that opened the incident. */
export function isFurtherAlert(memory: AlertMemory, event: NormalizedEvent, opened: Pick<Incident, OpeningFields>): boolean {
  // An older version read it and did not record what fires.
  if (event.firing === undefined) return false;
  const known = joinFiring(openingAlerts(opened, event), knownOf(memory, event));
  return holdsNewFingerprint(known, firingIn(event));
}

type OpeningFields = 'source' | 'firing' | 'fingerprint' | 'sourceAlert';

/** The group's alerts that opened the incident; after a recovery the firing memory no longer holds them. */
function openingAlerts({ source, firing, fingerprint, sourceAlert }: Pick<Incident, OpeningFields>, event: NormalizedEvent): FiringAlerts {
  if (source === 'manual' || firing === undefined || groupKey(fingerprint) !== groupKey(event.fingerprint)) return NONE_FIRING;
  return identified(firing, sourceAlert);
}

/** How many other groups fire. A recovery without an identity covers all, since nothing else could ever end them. */
export function othersFiring(memory: AlertMemory, { fingerprint }: NormalizedEvent): number {
  if (fingerprint === null) return 0;
  const own = groupKey(fingerprint);
  return Object.keys(memory.firing).filter((key) => key !== own && key !== NO_GROUP).length;
}

export function withFiring(memory: AlertMemory, event: NormalizedEvent): AlertMemory {
  const key = keyIn(memory, event);
  const firing = joinFiring(memory.firing[key] ?? NONE_FIRING, firingIn(event));
  return { ...memory, firing: { ...memory.firing, [key]: firing }, endTold: null };
}

/** The memory after everything recovered. */
export function withRecovery(memory: AlertMemory): AlertMemory {
  return { ...memory, firing: {}, endTold: null };
}

/** The memory after one group recovered. */
export function withoutGroup(memory: AlertMemory, { fingerprint }: NormalizedEvent): AlertMemory {
  if (fingerprint === null) return memory;
  const { [groupKey(fingerprint)]: _, ...others } = memory.firing;
  return { ...memory, firing: others };
}

/** Adds what people were told; the oldest items are forgotten. */
export function withTold(memory: AlertMemory, facts: readonly string[]): AlertMemory {
  const told = new Set([...memory.told, ...facts.map(hashOf)]);
  return { ...memory, told: [...told].slice(-MAX_TOLD) };
}

export function wasTold(memory: AlertMemory, fact: string): boolean {
  return memory.told.includes(hashOf(fact));
}

function knownOf(memory: AlertMemory, event: NormalizedEvent): FiringAlerts {
  return memory.firing[keyIn(memory, event)] ?? NONE_FIRING;
}

function keyIn({ firing }: AlertMemory, { fingerprint }: NormalizedEvent): string {
  const key = groupKey(fingerprint);
  return Object.hasOwn(firing, key) || Object.keys(firing).length < MAX_GROUPS ? key : FURTHER_GROUPS;
}

const groupKey = (fingerprint: string | null): string => (fingerprint === null ? NO_GROUP : shortIdentity(fingerprint));

/** The firing alerts of an event. An event read by an older version only says that something fires. */
function firingIn({ firing, alertName }: NormalizedEvent): FiringAlerts {
  return identified(firing ?? NONE_FIRING, alertName);
}

/** An alert without a fingerprint is identified by its name. */
function identified(firing: FiringAlerts, alertName: string): FiringAlerts {
  const fingerprints = firing.fingerprints.length > 0 || alertName === '' ? firing.fingerprints : [hashOf(`name:${alertName}`)];
  return { ...firing, count: Math.max(1, firing.count), fingerprints };
}
