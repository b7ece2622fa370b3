import { join } from 'node:path';
import { createRunProbe } from '../../../src/activities/run-probe';
import { REACH_ALL } from '../../../src/incident/investigation/probe-reach';
import { NO_SOURCES, selectProbes } from '../../../src/incident/investigation/select-probes';
import type { RunbookSet } from '../../../src/incident/model/runbook';
import { createDataSources } from '../../../src/investigation-sources/data-sources';
import { createSourceReaders } from '../../../src/investigation-sources/source-readers';
import { loadRunbooks } from '../../../src/runbooks/load-runbooks';
import { sampleIncident } from '../../support/sample-incident';
import { sampleService } from '../../support/sample-service';
import { startScriptedService } from '../../support/scripted-service';
import { NO_SOURCE_SETTINGS } from '../../support/source-settings';

const OWN = join(__dirname, '..', '..', '..', 'runbooks');
const NOW = new Date('2026-11-28T12:00:00Z');
const incident = sampleIncident({ labels: { service: 'payments' } });

let outside: Awaited<ReturnType<typeof startScriptedService>>;
let runbooks: RunbookSet;
beforeAll(async () => {
  outside = await startScriptedService();
  runbooks = { runbooks: (await loadRunbooks([OWN])).filter(({ id }) => id === 'outside'), problem: null };
});
afterAll(() => outside.stop());

const service = (variables: Readonly<Record<string, string>>) => sampleService('payments', { title: 'Payments', variables });
const VENDOR = { statusPage: 'vendor-status' };
const COMPONENT = { ...VENDOR, statusComponent: 'Card payments' };
const DOMAIN = { domain: 'shop.example', registry: 'rdap-example' };

const select = (variables: Readonly<Record<string, string>>, httpJson: readonly string[] = ['other', 'vendor-status', 'rdap-example']) =>
  selectProbes(incident, runbooks, REACH_ALL, {
    services: { services: [service(variables)], problem: null },
    sources: { ...NO_SOURCES, httpJson },
    hasToolsImage: false,
    secretNames: [],
  });

/** What the probes find that are meant for a service with these variables. */
async function find(variables: Readonly<Record<string, string>>, url = outside.url) {
  const settings = ['other', 'vendor-status', 'rdap-example'].map((name) => ({
    name,
    url: name === 'other' ? 'http://127.0.0.1:9' : url,
    secret: null,
  }));
  const runProbe = createRunProbe({
    sources: createDataSources(createSourceReaders({ ...NO_SOURCE_SETTINGS, httpJson: settings })),
    runbooks: async () => runbooks,
    services: async () => ({ services: [service(variables)], problem: null }),
    now: () => NOW,
  } as unknown as Parameters<typeof createRunProbe>[0]);
  const { probes } = select(variables);
  return Promise.all(probes.map((probe) => runProbe({ incident, probe, attempt: 1, run: 'run-1' })));
}
const told = async (variables: Readonly<Record<string, string>>, url?: string) =>
  (await find(variables, url)).map(({ probe, status, summary }) => [probe, status, summary]);
const causesOf = async (variables: Readonly<Record<string, string>>) =>
  (await find(variables)).flatMap(({ facts = [] }) =>
    facts.map((fact) => (fact.kind === 'state' ? [fact.cause, fact.holds, fact.service] : [])),
  );

describe('the status page of a vendor', () => {
  const page = (
    indicator: string,
    components: Readonly<Record<string, string>>,
    incidents: readonly object[] = [],
    maintenances: readonly object[] = [],
  ): void =>
    outside.answers({
      status: 200,
      body: {
        page: { id: 'y2j', name: 'Vendor', url: 'https://status.vendor.example', time_zone: 'Etc/UTC' },
        status: { indicator, description: `what ${indicator} means` },
        components: [
          // A group repeats the worst of its components.
          { id: 'g1', name: 'All products', status: 'major_outage', group: true, components: ['c1'] },
          ...Object.entries(components).map(([name, status]) => ({ name, status, group: false, group_id: 'g1' })),
        ],
        incidents,
        scheduled_maintenances: maintenances,
      },
    });
  const fine = { Dashboard: 'operational', 'Card payments': 'operational' };

  it.each([
    ['none', fine, 'ok', 'Payments: what none means'],
    ['none', { ...fine, Dashboard: 'degraded_performance' }, 'warn', 'Payments is operational, but reports trouble with Dashboard'],
    ['none', { ...fine, Dashboard: 'under_maintenance' }, 'ok', 'Payments: what none means'],
    [
      'minor',
      { ...fine, Dashboard: 'partial_outage' },
      'warn',
      'Payments has a minor outage: what minor means. Components affected: 1, among them Dashboard',
    ],
    ['minor', fine, 'warn', 'Payments has a minor outage: what minor means'],
    [
      'major',
      { Dashboard: 'partial_outage', 'Card payments': 'major_outage' },
      'fail',
      'Payments has a major outage: what major means. Components affected: 2, among them Dashboard',
    ],
    ['major', fine, 'fail', 'Payments has a major outage: what major means'],
    [
      'critical',
      { ...fine, 'Card payments': 'major_outage' },
      'fail',
      'Payments has a critical outage: what critical means. Components affected: 1, among them Card payments',
    ],
    ['critical', fine, 'fail', 'Payments has a critical outage: what critical means'],
    ['maintenance', { ...fine, Dashboard: 'under_maintenance' }, 'warn', 'Payments is under maintenance: Dashboard'],
    ['maintenance', fine, 'warn', 'Payments is under maintenance: what maintenance means'],
    ['apocalyptic', fine, 'unknown', 'The status page of Payments says apocalyptic, which this probe does not know'],
  ])('%s, with components %j, is %s', async (indicator, components, status, summary) => {
    page(indicator, components);
    expect(await told(VENDOR)).toEqual([['vendor-status', status, summary]]);
    expect(outside.calls.map(({ path }) => path)).toEqual(['/api/v2/summary.json']);
  });

  it('names an outage as a cause only if it is a large one', async () => {
    page('major', fine);
    expect(await causesOf(VENDOR)).toEqual([['vendor_outage', true, 'payments']]);
    page('minor', fine);
    expect(await causesOf(VENDOR)).toEqual([]);
    page('none', fine);
    expect(await causesOf(VENDOR)).toEqual([['vendor_outage', false, 'payments']]);
  });

  it.each([
    ['operational', 'ok', 'Payments: Card payments is operational', { vendor_outage: false, vendor_maintenance: false }],
    ['degraded_performance', 'warn', 'Payments: Card payments has degraded performance', { vendor_outage: true }],
    ['partial_outage', 'fail', 'Payments: Card payments has a partial outage', { vendor_outage: true }],
    ['major_outage', 'fail', 'Payments: Card payments has a major outage', { vendor_outage: true }],
    ['under_maintenance', 'warn', 'Payments: Card payments is under maintenance', { vendor_maintenance: true }],
    ['on_fire', 'unknown', 'Card payments is on_fire, which this probe does not know', {}],
  ])('of the component that is used, %s is %s', async (state, status, summary, causes) => {
    page('none', { Dashboard: 'major_outage', 'Card payments': state });
    expect((await told(COMPONENT)).filter(([probe]) => probe === 'vendor-component')).toEqual([['vendor-component', status, summary]]);
    const own = (await find(COMPONENT)).find(({ probe }) => probe === 'vendor-component');
    const facts = (own?.facts ?? []).flatMap((fact) => (fact.kind === 'state' ? [[fact.cause, fact.holds]] : []));
    expect(Object.fromEntries(facts)).toEqual(causes);
  });

  it('names the maintenance that the component is in, neither another nor one that is only planned', async () => {
    const maintenance = (name: string, status: string, component: string) => ({ name, status, components: [{ name: component }] });
    page(
      'maintenance',
      { Dashboard: 'under_maintenance', 'Card payments': 'under_maintenance' },
      [],
      [
        maintenance('Next month', 'scheduled', 'Card payments'),
        maintenance('New dashboard', 'in_progress', 'Dashboard'),
        maintenance('New data centre', 'in_progress', 'Card payments'),
      ],
    );
    expect(await told(COMPONENT)).toEqual([
      ['vendor-status', 'warn', 'Payments is under maintenance: Dashboard (New dashboard)'],
      ['vendor-component', 'warn', 'Payments: Card payments is under maintenance. New data centre'],
    ]);
    expect(await causesOf(COMPONENT)).toEqual([['vendor_maintenance', true, 'payments']]);
  });

  it('names the incident that the component is in, and no other', async () => {
    page('major', { 'Card payments': 'major_outage' }, [
      { name: 'The dashboard is slow', components: [{ name: 'Dashboard' }] },
      { name: 'Payments are declined', components: [{ name: 'Card payments' }] },
    ]);
    expect((await told(COMPONENT)).map(([, , summary]) => summary)).toContain(
      'Payments: Card payments has a major outage. Payments are declined',
    );
  });

  it('is unknown for another page, a component that it does not have, and no answer', async () => {
    outside.answers({ status: 200, body: { hello: 1 } });
    expect(await told(VENDOR)).toEqual([
      ['vendor-status', 'unknown', 'The answer is not that of a status page. Check the url of the data source'],
    ]);
    page('none', { Dashboard: 'operational' });
    expect(await told(COMPONENT)).toContainEqual([
      'vendor-component',
      'unknown',
      'The status page of Payments has no component Card payments. Check statusComponent in the services file',
    ]);
    expect((await told(VENDOR, 'http://127.0.0.1:9'))[0]?.slice(0, 2)).toEqual(['vendor-status', 'unknown']);
  });
});

describe('the registration of a domain', () => {
  const registry = (inDays: number | null, status: readonly string[] = ['active']): void => {
    const eventDate = new Date(NOW.getTime() + (inDays ?? 0) * 86_400_000).toISOString();
    const events = [
      { eventAction: 'registration', eventDate: '2001-01-01T00:00:00Z' },
      ...(inDays === null ? [] : [{ eventAction: 'expiration', eventDate }]),
    ];
    outside.answers({
      status: 200,
      headers: { 'content-type': 'application/rdap+json' },
      body: { objectClassName: 'domain', ldhName: 'shop.example', status, events, entities: [{ handle: '292', roles: ['registrar'] }] },
    });
  };

  it.each([
    [400, 'ok', 'shop.example expires in 400 days', null],
    [30, 'ok', 'shop.example expires in 30 days', null],
    [29.9, 'warn', 'shop.example expires on 2026-12-28 09:36 UTC (days left: 29)', 'domain_expiring'],
    [7, 'warn', 'shop.example expires on 2026-12-05 12:00 UTC (days left: 7)', 'domain_expiring'],
    [6.9, 'fail', 'shop.example expires on 2026-12-05 09:36 UTC (days left: 6)', 'domain_expiring'],
    [-0.1, 'fail', 'shop.example expired on 2026-11-28 09:36 UTC', 'domain_expired'],
    [null, 'unknown', 'The registry does not say when shop.example expires', null],
  ])('that ends in %s days is %s', async (inDays, status, summary, cause) => {
    registry(inDays);
    expect(await told(DOMAIN)).toEqual([['domain-expiry', status, summary]]);
    expect(outside.calls.map(({ path }) => path)).toEqual(['/domain/shop.example']);
    expect((await causesOf(DOMAIN)).filter(([, holds]) => holds)).toEqual(cause === null ? [] : [[cause, true, 'payments']]);
  });

  it.each(['client hold', 'server hold', 'redemption period', 'pending delete'])(
    'that has the status "%s" does not resolve',
    async (status) => {
      registry(200, ['client transfer prohibited', status]);
      expect(await told(DOMAIN)).toEqual([
        ['domain-expiry', 'fail', `The registry lists shop.example as "${status}": it does not resolve, or soon will not`],
      ]);
      expect(await causesOf(DOMAIN)).toEqual([['domain_expired', true, 'payments']]);
    },
  );

  it('is unknown if the registry does not know it, or does not answer', async () => {
    outside.answers({ status: 404, body: { errorCode: 404, title: 'Not Found' } });
    expect((await told(DOMAIN))[0]).toEqual(['domain-expiry', 'unknown', expect.stringContaining('HTTP 404')]);
    expect((await told(DOMAIN, 'http://127.0.0.1:9'))[0]?.slice(0, 2)).toEqual(['domain-expiry', 'unknown']);
  });
});

it('asks nobody, and says nothing of it, if no service has the variables', () => {
  expect(select({})).toMatchObject({ probes: [], leftOut: [] });
  expect(select({ statusComponent: 'x', domain: 'shop.example' }).probes).toEqual([]);
});

it('says which source is missing where a service needs one', async () => {
  expect(select(VENDOR, []).leftOut).toContain('probes that ask httpJson: no such source is configured under dataSources');
  const [finding] = await find({ statusPage: 'nowhere' });
  expect(finding).toMatchObject({ status: 'unknown', summary: expect.stringContaining('no httpJson source is named nowhere') });
});
