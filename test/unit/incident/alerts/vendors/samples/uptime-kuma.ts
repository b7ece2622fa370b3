const monitor = {
  id: 41,
  name: 'Login page',
  pathName: 'Web / Login page',
  url: 'https://login.example.com/',
  hostname: null,
  port: null,
  type: 'http',
  tags: [],
};
const heartbeat = {
  monitorID: 41,
  status: 0,
  time: '2026-11-23 23:51:35.527',
  msg: 'Request failed with status code 503',
  important: true,
  duration: 61,
  timezone: 'Asia/Kolkata',
  timezoneOffset: '+05:30',
  localDateTime: '2026-11-24 05:21:35',
};

export const UPTIME_KUMA = {
  down: { heartbeat, monitor, msg: '[Login page] [🔴 Down] Request failed with status code 503' },
  up: { heartbeat: { ...heartbeat, status: 1, msg: '200 - OK' }, monitor, msg: '[Login page] [✅ Up] 200 - OK' },
  pending: { heartbeat: { ...heartbeat, status: 2 }, monitor, msg: 'retrying' },
  maintenance: { heartbeat: { ...heartbeat, status: 3 }, monitor, msg: 'Monitor under maintenance' },
  'a number as text': { heartbeat: { ...heartbeat, status: '0' }, monitor, msg: 'm' },
  'a severity among the tags': {
    heartbeat,
    monitor: {
      ...monitor,
      tags: [
        { name: 'severity', value: 'critical' },
        { name: 'public', value: '' },
      ],
    },
    msg: 'm',
  },
  'objects as texts': { heartbeat: JSON.stringify(heartbeat), monitor: JSON.stringify(monitor), msg: 'm' },
  test: { heartbeat: null, monitor: null, msg: 'War room Testing' },
  certificate: {
    heartbeat: null,
    monitor: null,
    msg: '[Login page][https://login.example.com/] server certificate login.example.com will expire in 14 days',
  },
  'certificate, a week later': {
    heartbeat: null,
    monitor: null,
    msg: '[Login page][https://login.example.com/] server certificate login.example.com will expire in 7 days',
  },
} as const;
