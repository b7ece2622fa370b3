import type { DeliveryEffect, DeliveryNews, DeliveryRecord } from './group-state';

/** What a delivery did, for people. `%` stands for the incident's id. */
const WORDS: Readonly<Record<DeliveryEffect, string>> = {
  pending: 'being handled',
  recorded: 'recorded only',
  muted: 'recorded only, because of a maintenance',
  opened: 'opened %',
  joined: 'joined %',
  settling: 'recovered, not counted yet',
  firedAgain: 'fired again before its recovery counted',
  failed: "couldn't be told to the incident",
  reopened: 'reopened %',
  resolved: 'resolved %',
  recovered: 'recovered; % stays open until someone resolves it',
  updated: 'updated %',
  partlyRecovered: 'recovered; other alerts of % are firing',
  notRecovered: 'ended without recovering; % is unchanged',
  stillFiring: 'still firing, though % was resolved',
  alreadyResolved: 'recovered; % was resolved already',
  noted: 'noted in %',
  repeated: 'repeated, nothing new',
};

export function effectWords({ effect, incidentId }: Pick<DeliveryRecord, 'effect' | 'incidentId'>): string {
  return WORDS[effect].replace('%', incidentId ?? 'its incident');
}

/** What was new in a delivery; empty if nothing was. */
export function newsWords({ newAlerts, severity, labels, description }: DeliveryNews): string {
  return [
    ...(newAlerts ? ['alerts'] : []),
    ...(severity === undefined ? [] : [`severity ${severity.from} → ${severity.to}`]),
    ...(labels ?? []),
    ...(description ? ['description'] : []),
  ].join(', ');
}
