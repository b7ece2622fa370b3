const attributes = {
  name: 'Checkout API',
  url: 'https://checkout.example.com/health',
  http_method: 'get',
  cause: 'Status 503',
  incident_group_id: null,
  started_at: '2026-11-23T20:10:11.120Z',
  acknowledged_at: null,
  acknowledged_by: null,
  resolved_at: null,
  resolved_by: null,
  status: 'Started',
  team_name: 'Payments',
  response_content: 'upstream timed out',
  origin_url: 'https://uptime.betterstack.com/team/1/incidents/554433',
  screenshot_url: null,
  regions: ['us', 'eu'],
};
const relationships = { monitor: { data: { id: '777', type: 'monitor' } } };
const incident = (changes: object) => ({ id: '554433', type: 'incident', attributes: { ...attributes, ...changes }, relationships });

export const BETTERSTACK = {
  started: { event: 'started', data: incident({}) },
  acknowledged: { event: 'acknowledged', data: incident({ acknowledged_at: '2026-11-23T20:12:00.000Z', status: 'Acknowledged' }) },
  resolved: { event: 'resolved', data: incident({ resolved_at: '2026-11-23T20:30:00.000Z', status: 'Resolved' }) },
  'resolved, without the event': { data: incident({ resolved_at: '2026-11-23T20:30:00.000Z', status: undefined }) },
  'with a severity of its own': { event: 'started', data: incident({ metadata: { severity: 'critical', env: 'prod' } }) },
  unconfirmed: { data: incident({ status: 'Unconfirmed' }) },
  'a monitor': {
    event: 'paused',
    data: {
      id: '777',
      type: 'monitor',
      attributes: {
        url: attributes.url,
        pronounceable_name: 'Checkout API',
        monitor_type: 'status',
        paused_at: '2026-11-23T20:30:00.000Z',
      },
    },
  },
  'people on call': { data: { id: '12', type: 'on_call_calendar', attributes: { name: 'Primary', default_calendar: true } } },
} as const;
