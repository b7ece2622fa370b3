import { nearnessOf } from '../../../../src/incident/investigation/nearness';

it.each([
  ...['localhost', 'api.localhost', '127.0.0.1', '127.9.9.9', '::1', '[::1]', '2130706433'].map((host) => [host, 'loopback']),
  ...['10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', 'fd00::1', 'fe80::1'].map((host) => [host, 'private']),
  ...['db', 'db.internal', 'nas.local', 'api.default.svc'].map((host) => [host, 'private']),
  ...['8.8.8.8', '172.32.0.1', '11.0.0.1', '2001:db8::1', 'example.com', 'localhost.example.com'].map((host) => [host, 'public']),
])('%s is %s', (host, nearness) => {
  expect(nearnessOf(host)).toBe(nearness);
});
