import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoAlert } from '../../../src/demo/demo-alert';
import { parseEventText } from '../../../src/incident/alerts/parse-events';

const example = readFileSync(join(__dirname, '..', '..', '..', 'examples', 'alertmanager-database.json'), 'utf8');
const startedAt = new Date('2026-11-27T08:00:00Z');
const read = (text: string) => parseEventText(text, { receivedAt: '2026-11-27T08:01:00.000Z', source: 'alertmanager' })[0];

describe('the alert of the demo', () => {
  const { firing, recovery } = demoAlert(example, { startedAt, target: 'http://172.17.0.2:8080/health' });

  it('fires since now, on the demo’s service, and reads without a problem', () => {
    expect(read(firing)).toMatchObject({
      status: 'firing',
      severity: 'critical',
      title: 'Database connection failure',
      startedAt: startedAt.toISOString(),
      labels: { instance: 'http://172.17.0.2:8080/health' },
      problems: [],
    });
  });

  it('recovers as the same group', () => {
    expect(read(recovery)).toMatchObject({ status: 'resolved', fingerprint: read(firing)?.fingerprint, problems: [] });
  });

  it('is another group in the next run', () => {
    const next = demoAlert(example, { startedAt: new Date(startedAt.getTime() + 1_000), target: null });
    expect(read(next.firing)?.fingerprint).not.toBe(read(firing)?.fingerprint);
    expect(read(next.firing)?.labels.instance).toBe('https://shop.example.com/health');
  });
});
