import { cleanLine } from '../text/clean-text';
import { hashOf, shortIdentity } from '../text/identity';
import type { RecoveryAction } from './alert-outcome';
import { type FiringAlerts, holdsNewAlert, holdsNewFingerprint, joinFiring, NONE_FIRING, withFewer } from './firing-alerts';
import type { Incident, NormalizedEvent, StatusNote } from './incident';
import type { NamedService } from './investigation/service';

/** Any groups beyond this number are counted as one, which never recovers. */
const MAX_GROUPS = 500;
/** The same in older runs. */
const FEW_GROUPS = 10;
/** Of all groups together, since each fingerprint takes 35 bytes; each group keeps its share. */
const MAX_FINGERPRINTS = 2_000;
const FURTHER_GROUPS = '+';
/** The key for alerts whose payload names no group. */
const NO_GROUP = '';
const MAX_TOLD = 200;

/** What is known about the alerts behind an incident. It is bounded, because it travels from run to run. */
export interface AlertMemory {
  /** Firing alerts by group identity; recovered groups are removed. */
  readonly firing: Readonly<Record<string, FiringAlerts>>;
  /** `resolvedAt` of the resolution after which people were told that an alert is still firing; null if there is none. */
  readonly stillFiringTold: string | null;
  /** The last kind of end without recovery that people were told about; null if there was none since an alert fired. */
  readonly endTold: StatusNote['kind'] | null;
  /** Hashes of what people were told about alerts, such as a changed label value, because a storm repeats itself. */
  readonly told: readonly string[];
  /** What people were told with when all alerts had recovered; absent if any has fired since. */
  readonly recoveryTold?: Exclude<RecoveryAction, 'resolve'>;
  /** How many groups are told apart; absent means ten, as in older runs. */
  readonly maxGroups?: number;
}

export const NOTHING_FIRES: AlertMemory = { firing: {}, stillFiringTold: null, endTold: null, told: [] };

/**
 * What is known about the alerts; null for an incident that an older version opened from an alert without recording which
 * alerts were firing.
 */
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

/** The memory of a run that tells many groups apart. */
export function ofManyGroups(memory: AlertMemory): AlertMemory {
  return memory.maxGroups === MAX_GROUPS ? memory : { ...memory, maxGroups: MAX_GROUPS };
}

/**
 * True if the group's alerts are firing for the first time or again after a recovery, or if some of them were not known to
 * be firing.
 */
export function isRefire(memory: AlertMemory, event: NormalizedEvent): boolean {
  const known = knownOf(memory, event);
  return known.count === 0 || holdsNewAlert(known, firingIn(event));
}

/** True if an alert is neither among those known to be firing nor among those that opened the incident. */
export function isFurtherAlert(memory: AlertMemory, event: NormalizedEvent, opened: Pick<Incident, OpeningFields>): boolean {
  // An older version read it and did not record which alerts were firing.
  if (event.firing === undefined) return false;
  const known = joinFiring(openingAlerts(opened, event), knownOf(memory, event));
  return holdsNewFingerprint(known, firingIn(event));
}

type OpeningFields = 'source' | 'firing' | 'fingerprint' | 'sourceAlert';

/** The group's alerts that opened the incident. After a recovery, they are no longer among those remembered as firing. */
function openingAlerts({ source, firing, fingerprint, sourceAlert }: Pick<Incident, OpeningFields>, event: NormalizedEvent): FiringAlerts {
  if (source === 'manual' || firing === undefined || groupKey(fingerprint) !== groupKey(event.fingerprint)) return NONE_FIRING;
  return identified(firing, sourceAlert);
}

/**
 * How many other groups are firing. A recovery without an identity covers all groups, since nothing else could ever end
 * them.
 */
export function othersFiring(memory: AlertMemory, { fingerprint }: NormalizedEvent): number {
  if (fingerprint === null) return 0;
  const own = groupKey(fingerprint);
  return Object.keys(memory.firing).filter((key) => key !== own && key !== NO_GROUP).length;
}

export function withFiring(memory: AlertMemory, event: NormalizedEvent): AlertMemory {
  const key = keyIn(memory, event);
  const firing = joinFiring(memory.firing[key] ?? NONE_FIRING, firingIn(event));
  const all = { ...memory.firing, [key]: firing };
  const { recoveryTold: _, ...rest } = memory;
  return { ...rest, firing: memory.maxGroups === undefined ? all : withinLimit(all), endTold: null };
}

/** Groups with more than their share of the fingerprints keep fewer. */
function withinLimit(firing: AlertMemory['firing']): AlertMemory['firing'] {
  const groups = Object.entries(firing);
  if (groups.reduce((sum, [, { fingerprints }]) => sum + fingerprints.length, 0) <= MAX_FINGERPRINTS) return firing;
  const share = Math.floor(MAX_FINGERPRINTS / groups.length);
  return Object.fromEntries(groups.map(([key, group]) => [key, withFewer(group, share)]));
}

/** The memory after everything recovered. */
export function withRecovery(memory: AlertMemory): AlertMemory {
  return { ...memory, firing: {}, endTold: null };
}

/** True if alerts fired, and all of them have recovered; their people were told. */
export function haveAllRecovered(memory: AlertMemory | undefined): boolean {
  return memory?.recoveryTold !== undefined;
}

/** The memory after one group recovered. */
export function withoutGroup(memory: AlertMemory, { fingerprint }: NormalizedEvent): AlertMemory {
  if (fingerprint === null) return memory;
  const { [groupKey(fingerprint)]: _, ...others } = memory.firing;
  return { ...memory, firing: others };
}

/** Adds what people were told, and forgets the oldest items. */
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

function keyIn({ firing, maxGroups = FEW_GROUPS }: AlertMemory, { fingerprint }: NormalizedEvent): string {
  const key = groupKey(fingerprint);
  return Object.hasOwn(firing, key) || Object.keys(firing).length < maxGroups ? key : FURTHER_GROUPS;
}

const groupKey = (fingerprint: string | null): string => (fingerprint === null ? NO_GROUP : shortIdentity(fingerprint));

/** The firing alerts of an event. An event read by an older version says only that something is firing. */
function firingIn({ firing, alertName }: NormalizedEvent): FiringAlerts {
  return identified(firing ?? NONE_FIRING, alertName);
}

/** An alert without a fingerprint is identified by its name. */
function identified(firing: FiringAlerts, alertName: string): FiringAlerts {
  const fingerprints = firing.fingerprints.length > 0 || alertName === '' ? firing.fingerprints : [hashOf(`name:${alertName}`)];
  return { ...firing, count: Math.max(1, firing.count), fingerprints };
}

/** They travel with the state. No more groups are told apart, so that hardly more services can be. */
const MAX_AFFECTED = MAX_GROUPS;
const MAX_GROUPS_EACH = 20;

/** A service that alerts are about and the incident was not, and the identities of their groups. */
export interface AlsoAffected extends NamedService {
  readonly groups: readonly string[];
}

interface Affecting {
  readonly incident: Incident | null;
  readonly alerts?: AlertMemory;
  readonly alsoAffected?: readonly AlsoAffected[];
}

/** The state with these services as what a firing alert is about. */
export function withAffected<State extends Affecting>(state: State, services: readonly NamedService[], event: NormalizedEvent): State {
  if (services.length === 0 || event.status !== 'firing') return state;
  const key = keyIn(alertMemory(state) ?? NOTHING_FIRES, event);
  const known = new Map((state.alsoAffected ?? []).map((service) => [service.name, service]));
  for (const { name, title } of services) {
    const groups = [...new Set([...(known.get(name)?.groups ?? []), key])].slice(-MAX_GROUPS_EACH);
    if (known.has(name) || known.size < MAX_AFFECTED) known.set(name, { name, title, groups });
  }
  return { ...state, alsoAffected: [...known.values()] };
}

/** The services besides its own that an alert firing now is about; by default, as its memory says. */
export function affectedNow({ alsoAffected = [], ...state }: Affecting, memory = alertMemory(state)): readonly AlsoAffected[] {
  const firing = memory?.firing ?? {};
  return alsoAffected.filter(({ groups }) => groups.some((group) => Object.hasOwn(firing, group)));
}

/** They are shown, and travel with the state. */
const MAX_GROUP_IDS = 100;
const MAX_GROUP_CHARS = 200;

/** The groups of alerts behind an incident, by the ids of their workflows, oldest first. */
export interface AlertGroupIds {
  readonly ids: readonly string[];
  /** True if there were more than are listed. */
  readonly hasMore: boolean;
}

/** The state with a group listed. */
export function withAlertGroup<State extends { readonly alertGroups?: AlertGroupIds }>(state: State, group: string | undefined): State {
  const id = group === undefined ? '' : cleanLine(group, MAX_GROUP_CHARS);
  const { ids, hasMore } = state.alertGroups ?? { ids: [], hasMore: false };
  if (id === '' || ids.includes(id) || hasMore) return state;
  return { ...state, alertGroups: ids.length < MAX_GROUP_IDS ? { ids: [...ids, id], hasMore } : { ids, hasMore: true } };
}
