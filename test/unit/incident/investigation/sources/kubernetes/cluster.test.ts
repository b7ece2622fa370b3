import fc from 'fast-check';
import { quantityOf } from '../../../../../../src/incident/investigation/sources/kubernetes/quantity';
import { readAutoscalers } from '../../../../../../src/incident/investigation/sources/kubernetes/read-autoscalers';
import { readEvents } from '../../../../../../src/incident/investigation/sources/kubernetes/read-events';
import { nodesOf, readNodes } from '../../../../../../src/incident/investigation/sources/kubernetes/read-nodes';
import { selects } from '../../../../../../src/incident/investigation/sources/kubernetes/selector';
import { autoscaler, event, listed, minutes, node, pod, TROUBLE } from '../../../../../support/kubernetes-objects';

const place = { service: 'web', namespace: 'shop', selector: 'app=web' };
const states = (reading: { facts: readonly object[] }) =>
  (reading.facts as { cause: string; holds: boolean }[]).map(({ cause, holds }) => `${holds ? '' : 'not '}${cause}`);

describe('events', () => {
  it('groups warnings by what they say, those that began near the trouble first', () => {
    const probe = (name: string, port: number) =>
      event('Unhealthy', `Readiness probe failed: Get "http://10.0.0.${port}:8080/": connection refused`, {
        name,
        count: 6,
        last: minutes(port),
      });
    const reading = readEvents(
      place,
      listed(
        event('FailedGetResourceMetric', 'no metrics', {
          kind: 'HorizontalPodAutoscaler',
          name: 'web',
          count: 5_000,
          first: minutes(-9_000),
        }),
        probe('web-7f9c6d5b4d-aaaaa', 2),
        probe('web-7f9c6d5b4d-bbbbb', 3),
        event('Pulled', 'fine', { type: 'Normal', count: 99 }),
        event('BackOff', 'old', { last: minutes(-600) }),
        event('Unhealthy', 'of another service', { name: 'mail-1' }),
        event('Unhealthy', 'of another service', { name: 'web-admin-7f9c6d5b4d-aaaaa' }),
      ),
      { own: ['web'], all: ['web', 'mail', 'web-admin'] },
      TROUBLE,
    );
    expect(reading.fields).toMatchObject({ events: 5_012, kinds: 2, newKinds: 1 });
    expect(reading.evidence).toEqual([
      expect.stringMatching(/^Unhealthy 12 times, last of pod web-7f9c6d5b4d-bbbbb 3 min after it began: Readiness probe failed/),
      expect.stringMatching(
        /^FailedGetResourceMetric 5000 times since 6 d before the trouble, last of horizontalpodautoscaler web 1 min after it began: no metrics$/,
      ),
    ]);
    expect(reading.facts).toEqual([]);
  });

  it.each([
    ['OOMKilling', 1, 'out_of_memory_kill'],
    ['Evicted', 1, 'node_unhealthy'],
    ['FailedMount', 3, 'misconfigured'],
    ['FailedCreatePodSandBox', 4, 'node_unhealthy'],
  ])('takes %s for a cause', (reason, count, cause) => {
    expect(states(readEvents(place, listed(event(reason, 'x', { count })), null, TROUBLE))).toEqual([cause]);
  });

  it('takes what each start of a pod may bring, or what has gone on for days, for no cause', () => {
    expect(readEvents(place, listed(event('FailedMount', 'once', { count: 1 })), null, TROUBLE).facts).toEqual([]);
    expect(readEvents(place, listed(event('FailedMount', 'x', { count: 900, first: minutes(-9_000) })), null, TROUBLE).facts).toEqual([]);
  });

  it('reads events of the newer API too, and broken ones', () => {
    const newer = {
      type: 'Warning',
      reason: 'BackOff',
      note: 'again',
      regarding: { kind: 'Pod', name: 'web-1' },
      eventTime: minutes(-1),
      series: { count: 9, lastObservedTime: minutes(2) },
    };
    expect(readEvents(place, listed(newer, {}, { type: 'Warning' }), { own: ['web'], all: ['web'] }, TROUBLE).evidence).toEqual([
      'BackOff 9 times, last of pod web-1 2 min after it began: again',
    ]);
  });
});

describe('nodes', () => {
  const pods = listed(
    pod({ name: 'a', node: 'n1' }),
    pod({ name: 'b', node: 'n2' }),
    pod({ name: 'c', node: 'n2' }),
    pod({ name: 'd', node: null }),
  );

  it('finds the nodes of a service, and that they are healthy', () => {
    expect(nodesOf(pods)).toEqual(['n2', 'n1']);
    const reading = readNodes(
      place,
      ['n2', 'n1'],
      [
        { name: 'n2', object: node('n2') },
        { name: 'n1', object: node('n1', [], true) },
      ],
      TROUBLE,
    );
    expect(reading).toMatchObject({ fields: { nodes: 2, unhealthy: 0, cordoned: 1 }, evidence: ['n1 takes no new pods'] });
    expect(states(reading)).toEqual(['not node_unhealthy']);
  });

  it('says what is wrong with each, and since when', () => {
    const pressed = node('n1', [
      {
        type: 'DiskPressure',
        status: 'True',
        reason: 'KubeletHasDiskPressure',
        message: 'kubelet has disk pressure',
        lastTransitionTime: minutes(-5),
      },
    ]);
    const lost = {
      status: { conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', lastTransitionTime: minutes(1) }] },
    };
    const reading = readNodes(
      place,
      ['n1', 'n2', 'n3'],
      [
        { name: 'n1', object: pressed },
        { name: 'n2', object: lost },
        { name: 'n3', object: null },
      ],
      TROUBLE,
    );
    expect(reading.fields).toMatchObject({ nodes: 3, unhealthy: 3, diskPressure: 1, memoryPressure: 0 });
    expect(reading.evidence).toEqual([
      'n1 has DiskPressure since 5 min before the trouble (KubeletHasDiskPressure: kubelet has disk pressure)',
      'n2 is not ready since 1 min after it began (NodeStatusUnknown)',
      'n3 is no longer part of the cluster',
    ]);
    expect(states(reading)).toEqual(['node_unhealthy']);
  });

  it('vouches for no node that it has not seen', () => {
    expect(readNodes(place, ['n1', 'n2'], [{ name: 'n1', object: node('n1') }], TROUBLE).facts).toEqual([]);
    expect(readNodes(place, [], [], TROUBLE)).toMatchObject({ fields: { nodes: 0 }, facts: [] });
  });
});

describe('autoscalers', () => {
  it('is at its limit only where it wants more', () => {
    const limited = readAutoscalers(place, listed(autoscaler({ current: 10, max: 10, now: 140 })), ['Deployment/web']);
    expect(limited).toMatchObject({
      fields: { autoscalers: 1, atLimit: 1 },
      evidence: ['web is at its limit of 10 replicas: cpu is 140 %, with a target of 70 %'],
    });
    expect(states(limited)).toEqual(['at_scaling_limit']);
    const content = readAutoscalers(place, listed(autoscaler({ current: 10, max: 10, now: 40 })), ['Deployment/web']);
    expect(states(content)).toEqual(['not at_scaling_limit']);
    const conditions = [{ type: 'ScalingLimited', status: 'True', reason: 'TooManyReplicas', message: 'x' }];
    expect(readAutoscalers(place, listed(autoscaler({ current: 10, max: 10, now: 40, conditions })), null).fields.atLimit).toBe(1);
  });

  it('says that an autoscaler is blind, and vouches for nothing then', () => {
    const conditions = [{ type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric', message: 'no metrics' }];
    const reading = readAutoscalers(place, listed(autoscaler({ current: 3, max: 10, conditions })), null);
    expect(reading).toMatchObject({ fields: { blind: 1, atLimit: 0 }, facts: [] });
    expect(reading.evidence[0]).toBe('web cannot scale: FailedGetResourceMetric: no metrics');
  });

  it('looks at no autoscaler of another workload', () => {
    expect(readAutoscalers(place, listed(autoscaler({ current: 10, max: 10, now: 140 })), ['StatefulSet/web'])).toMatchObject({
      fields: { autoscalers: 0 },
      facts: [],
    });
  });
});

it.each([
  ['500m', 0.5],
  ['2Gi', 2_147_483_648],
  ['1.5k', 1_500],
  ['1e3', 1_000],
  [12, 12],
  ['', null],
  ['much', null],
  [null, null],
])('reads the quantity %j as %j', (text, value) => {
  expect(quantityOf(text)).toBe(value);
});

it.each([
  ['app=web', true],
  ['app==web,tier=front', true],
  ['app=web,tier!=front', false],
  ['app in (mail, web)', true],
  ['app notin (mail,web)', false],
  ['app in (mail,web), tier in (front)', true],
  ['tier', true],
  ['!tier', false],
  ['!other', true],
  ['other!=x', true],
  ['other', false],
  ['app=mail', false],
])('%s selects: %s', (selector, isSelected) => {
  expect(selects(selector, { app: 'web', tier: 'front' })).toBe(isSelected);
});

it('selects whatever has the labels that are asked for', () => {
  const label = fc.tuple(fc.stringMatching(/^[a-z][a-z0-9./-]{0,10}$/), fc.stringMatching(/^[a-z0-9]{1,8}$/));
  fc.assert(
    fc.property(fc.uniqueArray(label, { selector: ([name]) => name, minLength: 1, maxLength: 5 }), (labels) => {
      const selector = labels.map(([name, value]) => `${name}=${value}`).join(',');
      expect(selects(selector, Object.fromEntries(labels))).toBe(true);
      expect(selects(selector, Object.fromEntries(labels.slice(1)))).toBe(false);
    }),
  );
});
