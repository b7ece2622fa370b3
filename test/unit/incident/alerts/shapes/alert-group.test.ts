import { parseEvents } from '../../../../../src/incident/alerts/parse-events';

it('keeps the image that Grafana made of an alert among its links', () => {
  const image = 'https://images.acme.io/grafana/1.png';
  const alerts = [{ status: 'firing', labels: { alertname: 'Disk' }, annotations: {}, startsAt: '2026-01-01T10:00:00Z', imageURL: image }];
  const [event] = parseEvents({ receiver: 'r', status: 'firing', orgId: 1, alerts }, { receivedAt: '2026-01-01T10:00:00.000Z' });
  expect(event?.links).toContain(image);
});
