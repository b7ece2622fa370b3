import { pino } from 'pino';
import type { IncomingAlerts } from '../../../../src/client/temporal/alert-client';
import type { Source } from '../../../../src/config/gateway-settings';
import { Reconciliation } from '../../../../src/gateway/reconcile/reconciliation';
import { startScriptedService } from '../../../support/scripted-service';
import { waitUntil } from '../../../support/wait-until';

const source = (name: string, rest: Partial<Source>): Source => ({
  name,
  type: 'alertmanager',
  auth: 'none',
  limit: 60,
  secrets: [],
  ...rest,
});
const alerts = (): IncomingAlerts => ({ instance: 'am', events: [], messageId: null, bodyDigest: '', receivedAt: '2026-01-01T00:00:00Z' });

it('compares at the start, every so often, and after an outage, but only the sources that can be asked', async () => {
  const service = await startScriptedService();
  service.answers((call) => ({ status: 200, body: call.path.endsWith('status') ? { uptime: '2026-01-01T00:00:00Z' } : [] }));
  let isAway = false;
  const read: string[] = [];
  const intake = {
    async deliver() {
      if (isAway) throw new Error('Temporal is away');
      return { accepted: [], ignored: [] };
    },
  };
  const reconciliation = new Reconciliation({
    sources: [source('am', { url: service.url }), source('silent', {}), source('board', { type: 'grafana', url: service.url })],
    followed: async ({ source: name }) => {
      read.push(name);
      return { states: [], unread: 0 };
    },
    intake,
    log: pino({ level: 'silent' }),
    now: Date.now,
    times: { everyMs: 3_600_000, retryMs: 10, grownUpMs: 0 },
  });
  const watched = reconciliation.watch(intake);
  const running = reconciliation.run();
  await waitUntil(() => service.calls.length === 2, { what: 'the comparison at the start' });
  await watched.deliver(alerts());
  isAway = true;
  await expect(watched.deliver(alerts())).rejects.toThrow('away');
  isAway = false;
  await watched.deliver(alerts());
  await waitUntil(() => service.calls.length === 4, { what: 'the comparison after the outage' });
  await watched.deliver(alerts());
  reconciliation.stop();
  await running;
  expect(service.calls).toHaveLength(4);
  expect(read).toEqual(['am', 'am']);
  await service.stop();
});
