import { signSample } from '../../../../../src/client/cli/kit/sign-sample';
import type { Source } from '../../../../../src/config/gateway-settings';
import { createInstances } from '../../../../../src/gateway/instances';

const NOW = Date.parse('2026-11-27T08:00:00Z');
const secret = (value: string) => ({ value: () => value, refresh: () => value });
const source = (given: Partial<Source>): Source => ({
  name: 'it',
  type: 'generic',
  auth: 'none',
  secrets: [secret('ann:s&cret=1')],
  limit: 10,
  ...given,
});

describe('the credentials of a sample', () => {
  it.each<Partial<Source>>([
    { auth: 'none', secrets: [] },
    { auth: 'bearer' },
    { auth: 'basic' },
    { auth: 'token' },
    { auth: 'bearer', secrets: [secret(''), secret('next')] },
    { auth: 'signature', type: 'pagerduty' },
    { auth: 'signature', type: 'sentry' },
    { auth: 'signature', type: 'grafana' },
    { auth: 'signature', type: 'grafana', timestampHeader: 'X-Grafana-Alerting-Timestamp' },
  ])('are those that the gateway wants: %j', async (given) => {
    const sender = source(given);
    const instances = createInstances({ listen: { host: '127.0.0.1', port: 0 }, sources: [sender], now: () => NOW });
    const authenticator = instances.get('it')?.authenticator;
    const { headers, query } = signSample(sender, '{"a":1}', NOW);
    const head = { headers, token: new URLSearchParams(query).get('token') ?? undefined };
    expect(authenticator?.checkHead(head)).toBeNull();
    expect((await authenticator?.checkBody?.(head, Buffer.from('{"a":1}'))) ?? null).toBeNull();
    const isCovered = given.auth === 'signature';
    expect((await authenticator?.checkBody?.(head, Buffer.from('{"a":2}'))) ?? null).toEqual(isCovered ? expect.any(String) : null);
  });

  it('cannot be made for what Amazon signs', () => {
    expect(() => signSample(source({ auth: 'signature', type: 'cloudwatch', secrets: [] }), '{}', NOW)).toThrow(
      /only what Amazon SNS has signed/,
    );
  });
});
