import { alertmanagersIn, lookAtAlertmanagers } from '../../../src/client/look-at-alertmanagers';
import { wayTo } from '../../../src/http/proxied-fetch';
import { configFile } from '../../support/config-file';
import { startScriptedService } from '../../support/scripted-service';

const { load } = configFile('doctor');
const STATUS = { status: 200, body: { uptime: '2026-01-01T12:50:00.123Z' } };

describe('the Alertmanagers that the gateway asks', () => {
  let service: Awaited<ReturnType<typeof startScriptedService>>;
  beforeAll(async () => {
    service = await startScriptedService();
  });
  afterAll(() => service.stop());
  const look = () => lookAtAlertmanagers([{ name: 'prod-am', url: `${service.url}/am/` }], wayTo);

  it('are the sources of that type with an address', () => {
    const url = 'http://alertmanager:9093';
    const am = { type: 'alertmanager', auth: 'none' };
    const sources = { 'prod-am': { ...am, url }, deaf: am, own: { type: 'generic', auth: 'none', url } };
    expect(alertmanagersIn(load({ sources }))).toEqual([{ name: 'prod-am', url }]);
  });

  it('answer', async () => {
    const before = service.calls.length;
    service.answers(STATUS);
    expect(await look()).toBe('prod-am: answers');
    expect(service.calls.slice(before).map(({ path }) => path)).toEqual(['/am/api/v2/status']);
  });

  it.each([
    ['a login', { status: 401 }, 'prod-am: refuses access (HTTP 401), and the gateway sends no credentials'],
    ['a wrong path', { status: 404, body: 'no' }, 'prod-am: answers with HTTP 404'],
    ['another service', { status: 200, body: {} }, 'prod-am: answers, but not as an Alertmanager does'],
    ['a page', { status: 200, body: '<html>' }, 'prod-am: answers, but not as an Alertmanager does'],
  ])('do not answer as they should: %s', async (_, answer, problem) => {
    service.answers(answer);
    await expect(look()).rejects.toThrow(problem);
  });

  it('do not answer at all, beside one that does', async () => {
    service.answers(STATUS);
    const all = lookAtAlertmanagers(
      [
        { name: 'prod-am', url: service.url },
        { name: 'old-am', url: 'http://127.0.0.1:1' },
      ],
      wayTo,
    );
    await expect(all).rejects.toThrow(/^prod-am: answers\nold-am: no answer: /);
  });
});
