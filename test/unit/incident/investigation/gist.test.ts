import { gistOf, isAboutProber, urgentFirst } from '../../../../src/incident/investigation/gist';
import { sampleFinding, sampleProbe } from '../../../support/sample-incident';

const probe = (key: string, changes: Partial<ReturnType<typeof sampleProbe>> = {}) => sampleProbe({ key, title: key, ...changes });
const host = probe('host', { target: null, network: false, aspect: 'capacity', kind: 'correlation', weight: 5 });
const control = probe('control', { target: null, control: true, component: 'prober' });
const alert = probe('alert', { target: null, network: false, aspect: 'evidence', kind: 'correlation', weight: 5 });
const http = probe('http', { aspect: 'availability' });
const source = probe('source', { target: null, network: false, asksSource: true, service: 'db' });
const tcp = probe('tcp', { aspect: 'network' });

it.each([
  [host, true],
  [control, true],
  [alert, false],
  [http, false],
  [probe('metrics', { target: null, network: false, aspect: 'capacity', asksSource: true }), false],
])('what probe $key sees is about the prober: %s', (one, expected) => {
  expect(isAboutProber(one)).toBe(expected);
});

it('names the cause before its symptoms, and counts the rest', () => {
  const findings = [
    sampleFinding(http, { status: 'fail', summary: 'HTTP 503' }),
    sampleFinding(tcp, { status: 'fail', summary: 'refused' }),
    sampleFinding(alert, { status: 'warn' }),
    sampleFinding(control, { status: 'ok' }),
    sampleFinding(probe('unknown'), { status: 'unknown' }),
  ];
  expect(gistOf({ findings })).toEqual({
    worst: { status: 'fail', title: 'tcp', target: tcp.target, summary: 'refused' },
    others: 1,
    conclusive: 3,
    probes: 4,
  });
});

it('names a warning about a target before one in the alert, and none about the prober', () => {
  const warn = { status: 'warn' } as const;
  expect(gistOf({ findings: [host, alert, http].map((one) => sampleFinding(one, warn)) })).toMatchObject({
    worst: { title: 'http' },
    others: 1,
    probes: 3,
  });
  expect(gistOf({ findings: [host, alert].map((one) => sampleFinding(one, warn)) }).worst?.title).toBe('alert');
  expect(gistOf({ findings: [sampleFinding(host, warn), sampleFinding(control, { status: 'fail' })] })).toEqual({
    worst: null,
    others: 0,
    conclusive: 1,
    probes: 1,
  });
});

it('puts what fails at a target first', () => {
  const findings = [
    sampleFinding(host, { status: 'fail' }),
    sampleFinding(alert, { status: 'warn' }),
    sampleFinding(tcp, { status: 'ok' }),
    sampleFinding(http, { status: 'warn' }),
    sampleFinding(probe('decisive', { weight: 5 }), { status: 'warn' }),
    sampleFinding(probe('late'), { status: 'fail' }),
  ];
  expect(urgentFirst(findings).map(({ key }) => key)).toEqual(['late', 'host', 'decisive', 'http', 'alert', 'tcp']);
});

it('names what a data source says of a service, although there is no target', () => {
  const findings = [sampleFinding(source, { status: 'fail', summary: '7 % of the requests fail', service: 'db' })];
  expect(gistOf({ findings }).worst).toEqual({
    status: 'fail',
    title: 'source',
    target: null,
    service: 'db',
    summary: '7 % of the requests fail',
  });
});
