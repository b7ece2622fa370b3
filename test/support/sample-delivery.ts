import type { AlertDelivery } from '../../src/incident/alert-groups/delivery';
import { firingAlerts } from '../../src/incident/model/firing-alerts';
import type { NormalizedEvent } from '../../src/incident/model/incident';

let number = 0;

/** A delivery of an alert that fires, unless `event` says otherwise. */
export function sampleDelivery(event: Partial<NormalizedEvent> = {}, more: Partial<AlertDelivery> = {}): AlertDelivery {
  number += 1;
  return {
    id: `delivery-${number}`,
    isVendorId: false,
    // Later than any test, so that the group takes its own time.
    receivedAt: '2099-01-01T00:00:00.000Z',
    event: {
      source: 'generic',
      status: 'firing',
      severity: 'high',
      severityDefaulted: false,
      severityRaw: 'high',
      title: 'Disk full',
      alertName: 'Disk full',
      description: '',
      fingerprint: 'generic:disk',
      startedAt: '2026-01-01T00:00:00.000Z',
      links: [],
      labels: {},
      problems: [],
      statusNote: null,
      firing: firingAlerts([{ fingerprint: 'a', startedAt: null }]),
      ...event,
    },
    ...more,
  };
}
