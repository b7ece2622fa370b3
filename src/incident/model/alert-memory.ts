import { hashOf, shortIdentity } from '../text/identity';
import { type FiringAlerts, holdsNewAlert, holdsNewFingerprint, joinFiring, NONE_FIRING } from './firing-alerts';
import type { Incident, NormalizedEvent, StatusNote } from './incident';

/** More groups than these are counted as one. */
const MAX_GROUPS = 10;
const FURTHER_GROUPS = '+';
/** Of alerts whose payload names no group. */
const NO_GROUP = '';
const MAX_TOLD = 200;

/** What is known of the alerts behind an incident; bounded, since it travels from run to run. */
export interface AlertMemory {
  /** What fires, by the group's identity; a group that has recovered is left out. */
  readonly firing: Readonly<Record<string, FiringAlerts>>;
  /** `resolvedAt` of the resolution after which people were told that an alert still fires; null: none. */
  readonly stillFiringTold: string | null;
  /** The kind of end without a recovery that people were told of last; null: none since an alert has fired. */
  readonly endTold: StatusNote['kind'] | null;
  /** Hashes of what people were told of alerts, such as a label's other value: a storm repeats itself. */
  readonly told: readonly string[];
}

export const NOTHING_FIRES: AlertMemory = { firing: {}, stillFiringTold: null, endTold: null, told: [] };

/** What is known; null for an incident that an older version opened by an alert, which did not keep what fired. */
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

/** Whether the group's alerts fire for the first time, or after a recovery, or some that were not known to fire. */
export function isRefire(memory: AlertMemory, event: NormalizedEvent): boolean {
  const known = knownOf(memory, event);
  return known.count === 0 || holdsNewAlert(known, firingIn(event));
}

/** Whether an alert fires beside, or in the place of, those that are known to fire and those that opened the incident. */
export function isFurtherAlert(memory: AlertMemory, event: NormalizedEvent, opened: Pick<Incident, OpeningFields>): boolean {
  // Read by an older version, which did not say what fires.
  if (event.firing === undefined) return false;
  const known = joinFiring(openingAlerts(opened, event), knownOf(memory, event));
  return holdsNewFingerprint(known, firingIn(event));
}

type OpeningFields = 'source' | 'firing' | 'fingerprint' | 'sourceAlert';

/** The alerts of this group that opened the incident: after a recovery no memory of what fires holds them. */
function openingAlerts({ source, firing, fingerprint, sourceAlert }: Pick<Incident, OpeningFields>, event: NormalizedEvent): FiringAlerts {
  if (source === 'manual' || firing === undefined || groupKey(fingerprint) !== groupKey(event.fingerprint)) return NONE_FIRING;
  return identified(firing, sourceAlert);
}

/** How many other groups fire. A recovery without an identity speaks for all: nothing else could ever say that they are over. */
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

/** After the recovery of everything. */
export function withRecovery(memory: AlertMemory): AlertMemory {
  return { ...memory, firing: {}, endTold: null };
}

/** After the recovery of one group. */
export function withoutGroup(memory: AlertMemory, { fingerprint }: NormalizedEvent): AlertMemory {
  if (fingerprint === null) return memory;
  const { [groupKey(fingerprint)]: _, ...others } = memory.firing;
  return { ...memory, firing: others };
}

/** With further things told; those told longest ago are forgotten. */
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

/** What fires in it; an event that a former version has read says only that something does. */
function firingIn({ firing, alertName }: NormalizedEvent): FiringAlerts {
  return identified(firing ?? NONE_FIRING, alertName);
}

/** An alert without a fingerprint is known by its name. */
function identified(firing: FiringAlerts, alertName: string): FiringAlerts {
  const fingerprints = firing.fingerprints.length > 0 || alertName === '' ? firing.fingerprints : [hashOf(`name:${alertName}`)];
  return { ...firing, count: Math.max(1, firing.count), fingerprints };
}
