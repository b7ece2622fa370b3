import { type AlertMemory, affectedNow } from '../model/alert-memory';
import type { RecoveryAction } from '../model/alert-outcome';
import type { ReadAlert, ReadAlertUpdate } from '../model/commands';
import type { NamedService } from '../model/investigation/service';
import type { IncidentState } from '../model/state';

/** The services that an alert is about and the incident was not. None if it is not known what the incident is about. */
export function servicesBesides({ incident }: IncidentState, { services = [] }: Pick<ReadAlert, 'services'>): readonly NamedService[] {
  const own = incident?.services;
  return own === undefined ? [] : services.filter(({ name }) => !own.includes(name));
}

/** The titles of those that no alert firing before is about. */
export function newlyAffected(state: IncidentState, services: readonly NamedService[]): readonly string[] {
  const known = affectedNow(state);
  return services.filter(({ name }) => !known.some((service) => service.name === name)).map(({ title }) => title);
}

/** The titles of the services that an alert was about which fired before, and none is now. */
export function noLonger(state: IncidentState, before: AlertMemory): { readonly noLonger?: readonly string[] } {
  const now = affectedNow(state);
  const gone = affectedNow(state, before).filter((service) => !now.includes(service));
  return gone.length === 0 ? {} : { noLonger: gone.map(({ title }) => title) };
}

/** What a recovery does. That of another service alone never resolves what a person declared, as no alert says how that one is. */
export function recoveryOf(state: IncidentState, update: ReadAlertUpdate): RecoveryAction | undefined {
  const { services = [], onRecovery } = update;
  const isOfOthers = services.length > 0 && servicesBesides(state, update).length === services.length;
  if (state.incident?.source !== 'manual' || !isOfOthers) return onRecovery;
  return onRecovery === 'ask' ? 'ask' : 'note';
}
