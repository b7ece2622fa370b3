import { linkLabel } from '../../../../src/incident/text/links';
import { linksOf } from '../../../../src/workflows/response/response-messages';
import { completeState } from '../../../support/sample-state';

const RUNBOOK = 'https://wiki.acme.io/runbooks/disk';
const SOURCE = 'http://prom.acme.io/graph?g0.expr=up+%3D%3D+0&g0.tab=1';

it.each([
  [RUNBOOK, 'Runbook (wiki.acme.io)'],
  ['https://acme.io/wiki/Playbooks/db', 'Runbook (acme.io)'],
  ['https://grafana.acme.io/dashboard/1', 'Dashboard (grafana.acme.io)'],
  ['https://grafana.acme.io/d/abc-1?orgId=1', 'Dashboard (grafana.acme.io)'],
  ['https://grafana.acme.io/d/abc-1?orgId=1&viewPanel=4', 'Panel (grafana.acme.io)'],
  ['https://grafana.acme.io/alerting/silence/new?alertmanager=grafana', 'Silence (grafana.acme.io)'],
  ['https://grafana.acme.io/alerting/grafana/abc/view', 'Alert rule (grafana.acme.io)'],
  [SOURCE, 'Source (prom.acme.io)'],
  ['https://p.datadoghq.com/snapshot/view/graph.png?size=m', 'Image (p.datadoghq.com)'],
  ['https://am.acme.io/', 'Link (am.acme.io)'],
])('names the link %s', (url, label) => {
  expect(linkLabel(url)).toBe(label);
});

it('names bookmarks by what they lead to, whatever their order', () => {
  const { incident } = completeState({}, { links: [RUNBOOK, SOURCE], temporalUrl: null });
  expect(incident === null ? [] : linksOf(incident)).toEqual([
    { title: 'Runbook (wiki.acme.io)', url: RUNBOOK },
    { title: 'Source (prom.acme.io)', url: SOURCE },
  ]);
});
