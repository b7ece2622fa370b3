const monitor = { monitorID: '794411', monitorURL: 'https://shop.example.com/', monitorFriendlyName: 'Shop' };

export const UPTIMEROBOT = {
  down: {
    ...monitor,
    alertType: '1',
    alertTypeFriendlyName: 'Down',
    alertDetails: 'HTTP 502 - Bad Gateway',
    alertDateTime: '1795474800',
    monitorAlertContacts: '4561;2;ops@example.com',
  },
  up: {
    ...monitor,
    alertType: '2',
    alertTypeFriendlyName: 'Up',
    alertDetails: 'HTTP 200 - OK',
    alertDuration: '310',
    alertFriendlyDuration: '5 minutes',
  },
  'an expiring certificate': {
    ...monitor,
    alertType: '3',
    alertTypeFriendlyName: 'SSL expiry',
    sslExpiryDate: '2026-12-08',
    sslExpiryDaysLeft: '14',
  },
  'a number': { ...monitor, alertType: 1 },
  paused: { ...monitor, alertType: '99', alertTypeFriendlyName: 'Paused' },
  'the names of a template': {
    monitor_url: 'https://shop.example.com/',
    monitor_friendly_name: 'Shop',
    alert_type: '1',
    alert_type_friendly_name: 'Down',
    alert_details: '*alertDetails*',
    alert_friendly_duration: '',
  },
} as const;
