import type { ReadAlertUpdate } from '../model/commands';
import type { NormalizedEvent } from '../model/incident';
import type { IncidentState } from '../model/state';
import { hashOf } from '../text/identity';

/** A private alert's text must not appear in a public room, unless a person chose the room to be public. */
export function wouldLeak({ incident, request }: IncidentState, { isPrivate }: ReadAlertUpdate): boolean {
  return isPrivate && incident?.privacy === 'public' && request.channelPrivacy !== 'public';
}

/** Status and severity still count; hashes still distinguish alerts. */
export function withoutWords(event: NormalizedEvent): NormalizedEvent {
  const { statusNote, firing, fingerprint } = event;
  return {
    ...event,
    title: '',
    alertName: '',
    description: '',
    labels: {},
    links: [],
    problems: [],
    severityRaw: null,
    fingerprint: fingerprint === null ? null : hashOf(fingerprint),
    ...(firing === undefined ? {} : { firing: { ...firing, fingerprints: firing.fingerprints.map(hashOf).sort() } }),
    ...(statusNote == null ? {} : { statusNote: { ...statusNote, text: '' } }),
  };
}
