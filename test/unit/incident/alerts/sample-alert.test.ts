import { parseEvents } from '../../../../src/incident/alerts/parse-events';
import { SAMPLE_TITLE, sampleAlert } from '../../../../src/incident/alerts/sample-alert';
import { KNOWN_SOURCES } from '../../../../src/incident/alerts/vendors';

const at = '2026-11-27T08:00:00.000Z';
const read = (type: string, id: string, severity: 'low' | 'high') =>
  parseEvents(sampleAlert(type, { id, severity, at }), { source: type === 'auto' ? undefined : type, receivedAt: at });

describe.each([...KNOWN_SOURCES, 'auto'])('the sample of %s', (type) => {
  it.each(['low', 'high'] as const)('fires with severity %s, and says that it is a test', (severity) => {
    const events = read(type, 'test-1', severity);
    expect(events.map((event) => [event.status, event.severity])).toEqual([['firing', severity]]);
    expect(`${events[0]?.title} ${events[0]?.description}`).toContain(SAMPLE_TITLE);
  });
});
