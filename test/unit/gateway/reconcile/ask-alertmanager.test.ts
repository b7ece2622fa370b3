import { askAlertmanager } from '../../../../src/gateway/reconcile/ask-alertmanager';
import { startScriptedService } from '../../../support/scripted-service';

const NOW = Date.parse('2026-01-01T12:00:00Z');
const LIST = { status: 200, body: [{ fingerprint: '00000000000000aa', status: { state: 'active' } }] };
const STATUS = { status: 200, headers: { date: 'Thu, 01 Jan 2026 13:00:00 GMT' }, body: { uptime: '2026-01-01T12:50:00.123Z' } };

describe('asking an Alertmanager', () => {
  let service: Awaited<ReturnType<typeof startScriptedService>>;
  beforeAll(async () => {
    service = await startScriptedService();
  });
  afterAll(() => service.stop());
  const ask = (path = '') => askAlertmanager(globalThis.fetch, `${service.url}${path}`, () => NOW);

  it('reads all alerts and its age, by its own clock', async () => {
    service.answers(LIST, STATUS);
    const { alerts, ageMs } = await ask('/am/');
    expect([...alerts.keys()]).toEqual(['00000000000000aa']);
    expect(ageMs).toBe(599_877);
    expect(service.calls.map(({ path }) => path)).toEqual([
      '/am/api/v2/alerts?active=true&silenced=true&inhibited=true&unprocessed=true',
      '/am/api/v2/status',
    ]);
  });

  it.each([
    ['a redirect, which it does not follow', { status: 302, headers: { location: '/elsewhere' } }, 'HTTP 302'],
    ['a login', { status: 401 }, 'it requires credentials (HTTP 401), and the gateway sends none'],
    ['an error', { status: 500, body: 'no' }, 'HTTP 500'],
    ['something else', { status: 200, body: '<html>' }, 'not JSON'],
    ['an object', { status: 200, body: {} }, 'body: {} is not a list'],
    ['too much', { status: 200, body: `"${'x'.repeat(17 * 1_024 * 1_024)}"` }, 'more than 16777216 bytes'],
  ])('fails at %s', async (_, answer, problem) => {
    service.answers(answer, STATUS);
    await expect(ask()).rejects.toThrow(problem);
    expect(service.calls).toHaveLength(1);
  });

  it('fails if its answer is cut off, and says so', async () => {
    service.answers((_, outgoing) => {
      outgoing.writeHead(200, { 'content-length': '1000' });
      outgoing.write('[{"fingerprint":"00000000000000aa"},', () => outgoing.destroy());
      return undefined;
    });
    await expect(ask()).rejects.toThrow('its answer was cut off: ');
    expect(service.calls).toHaveLength(1);
  });

  it('fails if it does not say how old it is, or nothing answers', async () => {
    service.answers(LIST, { status: 200, body: {} });
    await expect(ask()).rejects.toThrow('how long it has been running');
    await expect(askAlertmanager(globalThis.fetch, 'http://127.0.0.1:1', () => NOW)).rejects.toThrow('no answer: ');
  });
});
