import { boundedEvent } from '../../../../src/incident/alerts/bounded-event';
import { sampleDelivery } from '../../../support/sample-delivery';

const manyOf = (count: number, chars: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`label-${index}`, 'x'.repeat(chars)]));

describe('the event as sent to its group', () => {
  it('is the same if it is small', () => {
    const { event } = sampleDelivery({ labels: { host: 'db-1', security: 'no' }, description: 'full' });
    expect(boundedEvent(event, ['security'])).toEqual(event);
  });

  it('keeps what decides privacy, however much else there is', () => {
    const labels = { ...manyOf(5_000, 500), category: `${'y'.repeat(30_000)}, security`, security: '' };
    const { labels: kept } = boundedEvent(sampleDelivery({ labels }).event, ['security', 'category=security']);
    expect(kept.category).toBe(labels.category);
    expect(kept).toHaveProperty('security');
    expect(JSON.stringify(kept).length).toBeLessThan(130_000);
  });

  it('cuts the longest labels first, and keeps their order', () => {
    const labels = { long: 'z'.repeat(100_000), short: 'a' };
    const kept = boundedEvent(sampleDelivery({ labels }).event, []).labels;
    expect(Object.keys(kept)).toEqual(['long', 'short']);
    expect(kept.short).toBe('a');
    expect(kept.long?.length).toBeLessThan(24_001);
  });
});
