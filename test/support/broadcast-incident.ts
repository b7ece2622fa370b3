import type { Activities } from '../../src/activities/interface';
import { sampleEvent, sampleIncident, samplePolicy } from './sample-incident';

const broadcast = { channel: 'incidents', severities: ['critical', 'high'] } as const;

/** The activities that read events: a broadcast channel is configured, and every later alert asks for privacy. */
export const broadcastActivities = (
  privacy: 'public' | 'private' = 'public',
): Pick<Activities, 'parseIncidentEvent' | 'readAlertUpdate'> => ({
  parseIncidentEvent: async ({ request, receivedAt }) => {
    const { incidentId: id, severity = 'critical' } = request;
    const policy = { ...samplePolicy(), broadcast };
    return { value: sampleIncident({ id, createdAt: receivedAt, severity, privacy, policy, users: ['ann@example.com'] }), attempt: 1 };
  },
  readAlertUpdate: async () => ({ value: [{ event: sampleEvent({ title: 'a leak' }), isPrivate: true }], attempt: 1 }),
});
