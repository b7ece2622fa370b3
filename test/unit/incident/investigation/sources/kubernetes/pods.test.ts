import { readPods } from '../../../../../../src/incident/investigation/sources/kubernetes/read-pods';
import { readOomKills, readRestarts } from '../../../../../../src/incident/investigation/sources/kubernetes/read-restarts';
import { ended, listed, minutes, pod, TROUBLE } from '../../../../../support/kubernetes-objects';

const place = { service: 'web', namespace: 'shop', selector: 'app=web' };
const states = (reading: { facts: readonly object[] }) =>
  (reading.facts as { cause: string; holds: boolean }[]).map(({ cause, holds }) => `${holds ? '' : 'not '}${cause}`);

describe('pods', () => {
  it('says that healthy pods are ready, and what is therefore not the cause', () => {
    const reading = readPods(place, listed(pod({ name: 'web-1' }), pod({ name: 'web-2' })), TROUBLE);
    expect(reading.fields).toMatchObject({ pods: 2, ready: 2, notReady: 0, first: null });
    expect(reading.evidence).toEqual([]);
    expect(states(reading)).toEqual(['not image_not_pulled', 'not crash_loop', 'not misconfigured', 'not not_ready']);
  });

  it.each([
    ['ImagePullBackOff', 'image_not_pulled', 'imageNotPulled'],
    ['ErrImagePull', 'image_not_pulled', 'imageNotPulled'],
    ['InvalidImageName', 'image_not_pulled', 'imageNotPulled'],
    ['CrashLoopBackOff', 'crash_loop', 'crashing'],
    ['CreateContainerConfigError', 'misconfigured', 'misconfigured'],
    ['RunContainerError', 'misconfigured', 'misconfigured'],
  ])('takes %s for %s', (reason, cause, field) => {
    const broken = pod({
      name: 'web-2',
      ready: false,
      container: { ready: false, state: { waiting: { reason, message: 'because xoxb-1234567890-abcdef' } } },
    });
    const reading = readPods(place, listed(pod({ name: 'web-1' }), broken), TROUBLE);
    expect(reading.fields).toMatchObject({ pods: 2, ready: 1, notReady: 1, [field]: 1 });
    expect(reading.evidence).toEqual([`web-2: app waits: ${reason}: because [secret removed]`]);
    expect(reading.facts).toEqual([
      { kind: 'state', cause, holds: true, service: 'web', text: `1 of 2 pods: web-2: app waits: ${reason}: because [secret removed]` },
    ]);
  });

  it('says how a crashing container ended', () => {
    const crashing = pod({
      ready: false,
      container: {
        ready: false,
        ...ended('Error', 1, minutes(-1), 7),
        state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting' } },
      },
    });
    expect(readPods(place, listed(crashing), TROUBLE).fields.first).toBe(
      'web-7f9c6d5b4d-aaaaa: app waits: CrashLoopBackOff: back-off 5m0s restarting, ended with exit code 1 (Error)',
    );
    const dead = pod({
      ready: false,
      container: { ready: false, state: { terminated: { reason: 'Error', exitCode: 2, finishedAt: minutes(1) } } },
    });
    expect(readPods(place, listed(dead), TROUBLE).fields).toMatchObject({
      crashing: 1,
      first: 'web-7f9c6d5b4d-aaaaa: app ended with exit code 2 (Error)',
    });
  });

  it('says why no node takes a pod', () => {
    const reading = readPods(
      place,
      listed(pod({ ready: false, node: null, phase: 'Pending', unscheduled: '0/3 nodes are available: 3 Insufficient cpu.' })),
      TROUBLE,
    );
    expect(reading.fields).toMatchObject({ unscheduled: 1, notReady: 1 });
    expect(reading.evidence).toEqual(['web-7f9c6d5b4d-aaaaa: no node takes it: 0/3 nodes are available: 3 Insufficient cpu.']);
    expect(states(reading)).toEqual(['not_ready']);
  });

  it('tells a failing readiness probe, and since when, from a pod that is only starting', () => {
    const failing = pod({ name: 'web-1', ready: false, readySince: minutes(-4), container: { ready: false } });
    const starting = pod({ name: 'web-2', ready: false, created: minutes(9.5), container: { ready: false } });
    const reading = readPods(place, listed(failing, starting), TROUBLE);
    expect(reading.fields).toMatchObject({ pods: 2, ready: 0, notReady: 1, starting: 1 });
    expect(reading.evidence).toEqual([
      'web-1: app runs but is not ready since 4 min before the trouble: its readiness probe fails, or its node is lost',
      'web-2: is starting',
    ]);
    expect(states(reading)).toEqual(['not_ready']);
    expect(states(readPods(place, listed(starting), TROUBLE))).toEqual([]);
  });

  it('says that an init container or a volume holds a pod up', () => {
    const init = pod({
      name: 'web-1',
      ready: false,
      initContainer: { state: { running: { startedAt: minutes(-20) } } },
      container: { ready: false, state: { waiting: { reason: 'PodInitializing' } } },
    });
    const creating = pod({
      name: 'web-2',
      ready: false,
      phase: 'Pending',
      container: { ready: false, state: { waiting: { reason: 'ContainerCreating' } } },
    });
    expect(readPods(place, listed(init, creating), TROUBLE).evidence).toEqual([
      expect.stringMatching(/^web-2: app is not created since .*: ContainerCreating$/),
      expect.stringMatching(/^web-1: its init container migrate has not ended since /),
    ]);
  });

  it('counts no pods of jobs, none that ended, and none that is being deleted, but says who was evicted', () => {
    const others = [
      pod({ name: 'job-1', phase: 'Running', ready: false, owner: { kind: 'Job', name: 'job', controller: true } }),
      pod({ name: 'done-1', phase: 'Succeeded', ready: false }),
      pod({ name: 'old-1', ready: false, deleted: true }),
      pod({
        name: 'web-9',
        phase: 'Failed',
        reason: 'Evicted',
        message: 'The node was low on resource: memory.',
        ready: false,
        created: minutes(-10),
      }),
      pod({ name: 'web-8', phase: 'Failed', reason: 'Evicted', message: 'long ago', ready: false, created: minutes(-9_000) }),
    ];
    const reading = readPods(place, listed(pod(), ...others), TROUBLE);
    expect(reading.fields).toMatchObject({ pods: 1, ready: 1, evicted: 1 });
    expect(reading.evidence).toEqual(['web-9 was evicted: The node was low on resource: memory.']);
  });

  it('claims nothing where it saw no pod, or not all of them', () => {
    const none = readPods(place, listed(), TROUBLE);
    expect(none).toMatchObject({ fields: { pods: 0 }, evidence: ['no pod in namespace shop with app=web'], facts: [] });
    const part = readPods(place, { items: [pod()], complete: false }, TROUBLE);
    expect(part.facts).toEqual([]);
    expect(part.evidence).toEqual(['only the first 1 pods were read']);
  });

  it.each([
    [{}],
    [null],
    ['text'],
    [{ status: { containerStatuses: 'x', conditions: [null] } }],
    [{ spec: [], status: null, metadata: 3 }],
  ])('reads an object that is not a pod without failing: %j', (object) => {
    for (const read of [readPods, readRestarts, readOomKills])
      expect(read(place, { items: [object], complete: true }, TROUBLE).fields).toBeDefined();
  });
});

describe('restarts', () => {
  it('counts restarts near the trouble, the newest first, and knows a loop', () => {
    const reading = readRestarts(
      place,
      listed(
        pod({ name: 'web-1', container: ended('Error', 1, minutes(-2), 4) }),
        pod({ name: 'web-2', container: ended('Completed', 0, minutes(3), 1) }),
        pod({ name: 'web-3', container: ended('Error', 1, minutes(-600), 9) }),
      ),
      TROUBLE,
    );
    expect(reading.fields).toMatchObject({ pods: 3, restarts: 2, looping: 1, exitCode: 0 });
    expect(reading.evidence).toEqual([
      'web-2: app ended 3 min after it began with exit code 0 (Completed), restarted once in all',
      'web-1: app ended 2 min before the trouble with exit code 1 (Error), restarted 4 times in all',
    ]);
    expect(states(reading)).toEqual(['crash_loop']);
  });

  it('takes an old restart for what it is', () => {
    const reading = readRestarts(place, listed(pod({ container: ended('Error', 1, minutes(-600), 9) })), TROUBLE);
    expect(reading).toMatchObject({ fields: { restarts: 0, looping: 0 }, evidence: [] });
    expect(states(reading)).toEqual(['not crash_loop']);
  });

  it('takes one restart neither for a loop nor for its absence', () => {
    expect(states(readRestarts(place, listed(pod({ container: ended('Error', 1, minutes(-2), 1) })), TROUBLE))).toEqual([]);
  });

  it('does not count an init container that has ended well', () => {
    const done = pod({ initContainer: { state: { terminated: { reason: 'Completed', exitCode: 0, finishedAt: minutes(-1) } } } });
    expect(readRestarts(place, listed(done), TROUBLE).fields.restarts).toBe(0);
  });
});

describe('kills for memory', () => {
  it('names them with their limit', () => {
    const reading = readOomKills(place, listed(pod({ memory: '256Mi', container: ended('OOMKilled', 137, minutes(-1), 5) })), TROUBLE);
    expect(reading.fields).toMatchObject({ oomKills: 1, earlier: 0, killed: 0 });
    expect(reading.evidence).toEqual([
      'web-7f9c6d5b4d-aaaaa: app was killed for running out of memory 1 min before the trouble, at its limit of 256Mi, restarted 5 times in all',
    ]);
    expect(states(reading)).toEqual(['out_of_memory_kill']);
  });

  it('does not blame memory for another kill, nor for one of last week, and is not sure of either', () => {
    const killed = readOomKills(place, listed(pod({ container: ended('Error', 137, minutes(-1)) })), TROUBLE);
    expect(killed.fields).toMatchObject({ oomKills: 0, killed: 1 });
    expect(killed.facts).toEqual([]);
    const old = readOomKills(place, listed(pod({ container: ended('OOMKilled', 137, minutes(-10_000)) })), TROUBLE);
    expect(old.fields).toMatchObject({ oomKills: 0, earlier: 1 });
    expect(states(old)).toEqual(['not out_of_memory_kill']);
  });
});
