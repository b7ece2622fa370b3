import { pagingActivities } from '../../src/activities/page-people';
import { createOpsgeniePager } from '../../src/notify/opsgenie';
import { createPagerDutyPager } from '../../src/notify/pagerduty-events';
import type { Pager, Secret } from '../../src/notify/port';
import type { IncidentTest } from '../support/incident-stage';
import { NO_ON_CALL } from '../support/no-on-call';
import { type OnCallServices, startOnCallServices } from '../support/on-call-services';
import { PAGER, type PagedOptions, pagedTests } from '../support/paged-incident';

const { env, paged, calm } = pagedTests();
const SECRET: Secret = { value: () => 'key', refresh: () => 'key' };
const ANA = { actor: 'slack:UDBA', actorName: 'Ana Ruiz', via: 'slack' };
const BEN = { actor: 'slack:UBEN', actorName: 'Ben Ode', via: 'slack' };

const SERVICES: readonly (readonly [string, (url: string) => Pager])[] = [
  ['PagerDuty', (url) => createPagerDutyPager({ url: `${url}/v2/enqueue`, secret: SECRET })],
  ['Opsgenie', (url) => createOpsgeniePager({ url, secret: SECRET })],
];

describe.each(SERVICES)('%s, which calls no one for an acknowledged alert', (_, create) => {
  let services: OnCallServices;
  beforeEach(async () => {
    services = await startOnCallServices();
  });
  afterEach(() => services.stop());
  const real: () => PagedOptions = () => {
    const { sendPage, endPages } = pagingActivities({ pagers: new Map([[PAGER.name, create(services.url)]]), onCall: NO_ON_CALL });
    return { overrides: () => ({ sendPage, endPages }) };
  };
  /** An incident whose page Ana has acknowledged. */
  const acknowledged = (test: IncidentTest): Promise<void> =>
    paged(async (incident) => {
      const { until, send } = incident;
      await until(({ responseComplete }) => responseComplete && services.called.length === 1);
      await calm();
      await send('acknowledge', ANA);
      await until(() => services.alerts[0]?.status === 'acknowledged');
      await calm();
      await test(incident);
    }, real());
  const statuses = (id: string): readonly string[] => services.alerts.map(({ key, status }) => `${key.replace(id, 'alert')} ${status}`);

  it('calls the next level when whoever has acknowledged hands the incident back, and learns who acknowledges next', () =>
    acknowledged(async ({ id, until, send }) => {
      await send('decline', { ...ANA, reason: 'on a train' });
      await until(() => services.called.length === 2 && services.alerts[0]?.status === 'closed');
      expect(services.called).toEqual([id, `${id}.2`]);
      await calm();
      // The level after that joins the alert, which is still calling people.
      await env().sleep('301s');
      await until(({ timeline }) => timeline.filter(({ kind }) => kind === 'paged').length === 3);
      await calm();
      await send('acknowledge', BEN);
      await until(() => services.alerts[1]?.status === 'acknowledged');
      await calm();
      await send('resolve');
      await until(() => services.alerts[1]?.status === 'closed');
      expect(statuses(id)).toEqual(['alert closed', 'alert.2 closed']);
    }));

  it('calls for a level that a person asks for after the acknowledgement, once for two of them, and the acknowledgement is not one of that', () =>
    acknowledged(async ({ id, until, send }) => {
      for (const pages of [2, 3]) {
        await send('escalate');
        await until(({ timeline }) => timeline.filter(({ kind }) => kind === 'paged').length === pages);
        await calm();
      }
      expect(services.called).toEqual([id, `${id}.2`]);
      expect(statuses(id)).toEqual(['alert closed', 'alert.2 open']);
      // Once Ana hands it back and Ben acknowledges, that is one of the further alert.
      await send('decline', ANA);
      await calm();
      await send('acknowledge', BEN);
      await until(() => services.alerts[1]?.status === 'acknowledged');
      expect(services.called).toHaveLength(2);
    }));

  it('is paged although it cannot close the alert before, which the end of the incident closes', () =>
    acknowledged(async ({ id, until, send }) => {
      services.refusesToClose = true;
      await send('decline', ANA);
      const { degradations } = await until(({ timeline }) => timeline.filter(({ kind }) => kind === 'paged').length === 2);
      expect(degradations.filter(({ what }) => what.includes('pager'))).toEqual([]);
      expect(statuses(id)).toEqual(['alert acknowledged', 'alert.2 open']);
      services.refusesToClose = false;
      await calm();
      await send('cancel', { reason: 'a drill' });
      await until(() => services.alerts.every(({ status }) => status === 'closed'));
    }));
});
