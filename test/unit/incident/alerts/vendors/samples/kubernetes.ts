const event = {
  apiVersion: 'v1',
  kind: 'Event',
  metadata: {
    name: 'checkout-7d9f.17c2',
    namespace: 'shop',
    uid: '2b0f-11',
    resourceVersion: '9921',
    creationTimestamp: '2026-11-23T22:00:00Z',
  },
  involvedObject: {
    kind: 'Pod',
    namespace: 'shop',
    name: 'checkout-7d9f',
    uid: 'p-1',
    apiVersion: 'v1',
    fieldPath: 'spec.containers{app}',
  },
  reason: 'BackOff',
  message: 'Back-off restarting failed container app',
  source: { component: 'kubelet', host: 'node-4' },
  firstTimestamp: '2026-11-23T21:40:00Z',
  lastTimestamp: '2026-11-23T22:00:00Z',
  count: 12,
  type: 'Warning',
  eventTime: null,
  reportingComponent: 'kubelet',
};
const newer = {
  apiVersion: 'events.k8s.io/v1',
  kind: 'Event',
  metadata: { name: 'checkout.17c3', namespace: 'shop', uid: '2b0f-12' },
  regarding: { kind: 'Deployment', namespace: 'shop', name: 'checkout' },
  reason: 'FailedCreate',
  note: 'quota exceeded',
  type: 'Warning',
  eventTime: '2026-11-23T22:00:00.123456Z',
  deprecatedFirstTimestamp: null,
  reportingController: 'deployment-controller',
  reportingInstance: 'cm-1',
  series: { count: 3, lastObservedTime: '2026-11-23T22:05:00.000000Z' },
};
const normal = { ...event, type: 'Normal', reason: 'Pulled', message: 'Image is present' };

export const KUBERNETES = {
  warning: event,
  'the newer group': newer,
  normal,
  'a watch': { type: 'MODIFIED', object: { ...event, count: 13 } },
  'an expired one': { type: 'DELETED', object: event },
  'from an exporter': { ...event, apiVersion: undefined, kind: undefined, clusterName: 'eu-1' },
  list: { apiVersion: 'v1', kind: 'EventList', metadata: {}, items: [normal, null, newer, event] },
} as const;
