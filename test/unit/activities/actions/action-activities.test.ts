import type { ApprovedStep } from '../../../../src/activities/action-interface';
import { prepare, resolve, run, verify } from '../../../../src/activities/actions/action-activities';
import type { ActionDependencies } from '../../../../src/activities/actions/dependencies';
import { digestOfAction, isSignedBy, signClaim } from '../../../../src/approval/claims';
import type { Secret } from '../../../../src/config/secrets';
import { EngineError } from '../../../../src/containers/errors';
import type { ContainerRun, KeptEnd, KeptRun } from '../../../../src/containers/port';
import { NO_SOURCES } from '../../../../src/incident/investigation/select-probes';
import type { ActionDefinition, ContainerStep, ResolvedAction } from '../../../../src/incident/model/actions/action';
import type { ApprovalClaim, ProposalClaim } from '../../../../src/incident/model/actions/claims';
import { sampleIncident, sampleProbe } from '../../../support/sample-incident';

const secretOf = (value: string): Secret => ({ value: () => value, refresh: () => value });
const KEY = secretOf('0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef');
const OTHER_KEY = secretOf('ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff');
const NOW = new Date('2026-11-28T10:00:00Z');
const incident = sampleIncident();
const signal = new AbortController().signal;

const STEP: ContainerStep = {
  runs: 'container',
  image: null,
  command: ['flush'],
  env: {},
  network: null,
  secrets: ['CACHE_KEY'],
  resources: { memoryBytes: 32 << 20, cpus: 0.5, pids: 32 },
  timeoutMs: 60_000,
};
const DEFINITION: ActionDefinition = {
  name: 'flush',
  title: 'Flush',
  effect: 'Slow at first.',
  targets: 'none',
  parameters: {},
  does: STEP,
  rollback: STEP,
  checks: { probes: [], withinMs: 60_000 },
};
const ACTION: ResolvedAction = {
  runbook: 'cache',
  name: 'flush',
  title: 'Flush',
  effect: 'Slow at first.',
  target: null,
  does: STEP,
  rollback: STEP,
  checks: { probes: [sampleProbe()], withinMs: 60_000 },
};
const ENDED: KeptEnd = {
  how: 'ended',
  exitCode: 0,
  begun: true,
  stdout: 'flushed',
  stderr: '',
  truncated: false,
  missedOutput: false,
  outOfMemory: false,
  timedOut: false,
  durationMs: 10,
  startedAt: '2026-11-28T10:00:00.000Z',
  endedAt: '2026-11-28T10:00:01.000Z',
};

const asked: ProposalClaim = {
  kind: 'proposal',
  person: 'ann@example.com',
  identities: ['ann@example.com'],
  incidentId: incident.id,
  proposalId: 'P-0123456789',
  action: 'flush',
  parameters: {},
  reason: 'stale',
  at: '2026-11-28T09:55:00Z',
};
const granted = (action = ACTION, given: Partial<ApprovalClaim> = {}): ApprovalClaim => ({
  kind: 'approval',
  person: 'bob@example.com',
  identities: ['bob@example.com', 'slack:u2'],
  incidentId: incident.id,
  proposalId: 'P-0123456789',
  digest: digestOfAction(incident.id, 'P-0123456789', action),
  expiresAt: '2026-11-28T10:10:00Z',
  ...given,
});
const approvedStep = (given: Partial<ApprovedStep> = {}): ApprovedStep => ({
  incidentId: incident.id,
  action: ACTION,
  proposed: signClaim(KEY, asked),
  approved: signClaim(KEY, granted()),
  step: 'does',
  ...given,
});

/** An engine that remembers what was asked of it, and may hold a container that ended before. */
function engine(end: KeptEnd | 'unstarted' = 'unstarted') {
  const calls: string[] = [];
  const created: ContainerRun[] = [];
  return {
    calls,
    created,
    kept: {
      engine: async () => 'engine-1',
      create: async (run: ContainerRun) => {
        calls.push('create');
        created.push(run);
        return 'c1';
      },
      runOnce: async ({ mayStart }: KeptRun): Promise<KeptEnd> => {
        if (end !== 'unstarted') return end;
        if (!mayStart()) return { how: 'notStarted', refusal: null };
        calls.push('start');
        return ENDED;
      },
      remove: async () => void calls.push('remove'),
    },
  };
}
function dependencies(given: Partial<ActionDependencies> & { end?: KeptEnd } = {}) {
  const { end, ...changes } = given;
  const held = engine(end);
  const made: ActionDependencies = {
    runbooks: async () => ({ runbooks: [{ id: 'cache', title: 'Cache', when: [], probes: [], actions: [DEFINITION] }], problem: null }),
    services: async () => ({ services: [], problem: null }),
    sources: { read: () => Promise.reject(new Error('no source is asked')) },
    engine: { gateways: async () => [], ensureImage: async () => void held.calls.push('pull') },
    reach: { allow: [], deny: [] },
    lookUp: async () => ({ outcome: 'found', addresses: ['192.0.2.1'], tookMs: 1 }),
    now: () => NOW,
    image: 'probe',
    toolsImage: null,
    network: 'bridge',
    secrets: { CACHE_KEY: () => 'hunter2-hunter2' },
    configuredSources: NO_SOURCES,
    allowed: ['flush'],
    isSigned: (signed) => isSignedBy(KEY, signed),
    kept: held.kept,
    changes: {
      prepare: () => Promise.reject(new Error('no cluster is asked')),
      apply: () => Promise.reject(new Error('no cluster is asked')),
      lacking: async () => [],
    },
    ...changes,
  };
  return { ...held, made };
}
const CONTAINER = { runs: 'container', containerId: 'c1', engine: 'engine-1' } as const;
const runWith = (approved: ApprovedStep, given: Parameters<typeof dependencies>[0] = {}) => {
  const { made, calls } = dependencies(given);
  return run({ ...approved, prepared: CONTAINER }, made, signal).then((outcome) => ({ outcome, calls }));
};

it('resolves what the gateway signed, with the digest that an approval must name', async () => {
  const input = { incident, proposed: signClaim(KEY, asked), failed: [sampleProbe()] };
  expect(await resolve(input, dependencies().made)).toEqual({ kind: 'resolved', action: ACTION, digest: granted().digest });
});

it.each([
  ['is signed by another key', signClaim(OTHER_KEY, asked)],
  ['was changed after it was signed', { ...signClaim(KEY, asked), claim: { ...asked, action: 'other' } }],
  ['is about another incident', signClaim(KEY, { ...asked, incidentId: 'PROD-20260101-002' })],
])('refuses a proposal that %s', async (_, proposed) => {
  const answer = await resolve({ incident, proposed, failed: [sampleProbe()] }, dependencies().made);
  expect(answer).toMatchObject({ kind: 'refused', refusal: { code: 'not_possible' } });
});

it('refuses everything without a key, and says what to set', async () => {
  const { made } = dependencies({ isSigned: null });
  expect(verify(approvedStep(), made)).toMatchObject({ refusal: { hint: expect.stringContaining('INCIDENT_APPROVAL_KEY_FILE') } });
  expect(await prepare(approvedStep(), made, signal)).toMatchObject({ kind: 'notRun', problem: { code: 'approval_key_missing' } });
});

const other = { ...ACTION, does: { ...STEP, command: ['rm', '-rf', '/'] } };
const FORGED: readonly (readonly [string, Partial<ApprovedStep>])[] = [
  ['is signed by another key', { approved: signClaim(OTHER_KEY, granted()) }],
  ['is a proposal’s signature', { approved: { ...signClaim(KEY, granted()), signature: signClaim(KEY, asked).signature } }],
  ['is of another proposal', { approved: signClaim(KEY, granted(ACTION, { proposalId: 'P-ffffffffff' })) }],
  ['is of another incident', { approved: signClaim(KEY, granted(ACTION, { incidentId: 'PROD-20260101-002' })) }],
  ['is of another action than the one to run', { action: other }],
  [
    'is the proposer’s own, by another of their names',
    { approved: signClaim(KEY, granted(ACTION, { identities: ['slack:u1', 'ann@example.com'] })) },
  ],
  ['is of an action that was not proposed', { proposed: signClaim(KEY, { ...asked, action: 'restart' }) }],
];
it.each(FORGED)('does nothing for an approval that %s', async (_, given) => {
  const { made, calls } = dependencies();
  const approved = approvedStep(given);
  expect(verify(approved, made)).toMatchObject({ kind: 'refused' });
  expect(await prepare(approved, made, signal)).toMatchObject({ kind: 'notRun', problem: { code: 'not_signed' } });
  expect(await prepare({ ...approved, step: 'rollback' }, made, signal)).toMatchObject({ kind: 'notRun' });
  expect(await run({ ...approved, prepared: CONTAINER }, made, signal)).toMatchObject({ kind: 'notRun', problem: { code: 'not_signed' } });
  expect(calls).toEqual([]);
});

it('prepares by creating a container with a name of its own, and starts nothing', async () => {
  const { made, calls, created } = dependencies();
  expect(await prepare(approvedStep(), made, signal)).toEqual({ kind: 'prepared', prepared: CONTAINER });
  expect(calls).toEqual(['create']);
  expect(created[0]).toMatchObject({
    name: 'incident-action-prod-20260101-001-p-0123456789-does',
    command: ['flush'],
    labels: { incident: incident.id, proposal: 'P-0123456789', step: 'does', digest: granted().digest },
  });
});

it('does not prepare or start an action once its approval has expired, but its rollback', async () => {
  const late = { now: () => new Date('2026-11-28T10:10:00Z') };
  const { made, calls } = dependencies(late);
  expect(verify(approvedStep(), made)).toMatchObject({ refusal: { message: expect.stringContaining('expired') } });
  expect(await prepare(approvedStep(), made, signal)).toMatchObject({ kind: 'notRun', problem: { code: 'expired' } });
  expect((await runWith(approvedStep(), late)).outcome).toMatchObject({ kind: 'notRun', problem: { code: 'expired' } });
  expect(await prepare(approvedStep({ step: 'rollback' }), made, signal)).toMatchObject({ kind: 'prepared' });
  expect(calls).toEqual(['create']);
});

it('says what became of a container that ran, even if it may no longer be started', async () => {
  const late = { now: () => new Date('2026-11-29T10:00:00Z'), end: ENDED };
  expect((await runWith(approvedStep(), late)).outcome).toMatchObject({ kind: 'succeeded', output: 'flushed' });
  expect((await runWith(approvedStep(), { ...late, isSigned: null })).outcome).toMatchObject({ kind: 'succeeded' });
  expect((await runWith(approvedStep(), { end: { how: 'gone' } })).outcome).toMatchObject({
    kind: 'unknown',
    problem: { code: 'container_gone' },
  });
});

it('does not prepare what was switched off, or has no rollback', async () => {
  expect(await prepare(approvedStep(), dependencies({ allowed: [] }).made, signal)).toMatchObject({ problem: { code: 'action_off' } });
  const final = { ...ACTION, rollback: null };
  const approved = approvedStep({ action: final, approved: signClaim(KEY, granted(final)), step: 'rollback' });
  expect(await prepare(approved, dependencies().made, signal)).toMatchObject({ problem: { code: 'no_rollback' } });
});

it('shows nothing that was printed while a secret is missing, since it could not be hidden', async () => {
  const { outcome } = await runWith(approvedStep(), { secrets: { CACHE_KEY: () => null }, end: ENDED });
  expect(outcome).toMatchObject({ kind: 'succeeded', output: '' });
  expect((await runWith(approvedStep(), { secrets: { CACHE_KEY: () => null } })).outcome).toMatchObject({
    kind: 'notRun',
    problem: { code: 'secret_refused' },
  });
});

it('waits for the engine that has the container', async () => {
  const { kept } = engine();
  await expect(runWith(approvedStep(), { kept: { ...kept, engine: async () => 'engine-2' } })).rejects.toMatchObject({
    code: 'other_engine',
    retryable: true,
  });
});

it('pulls a missing image once, says of one that cannot be had, and tries an engine again that does not answer', async () => {
  const missing = new EngineError('image_missing', 'no image', { retryable: false });
  const { kept } = engine();
  let tries = 0;
  const once = { ...kept, create: async () => (++tries === 1 ? Promise.reject(missing) : 'c1') };
  expect(await prepare(approvedStep(), dependencies({ kept: once }).made, signal)).toMatchObject({ kind: 'prepared' });
  const never = { ...kept, create: () => Promise.reject(missing) };
  expect(await prepare(approvedStep(), dependencies({ kept: never }).made, signal)).toMatchObject({
    kind: 'notRun',
    problem: { code: 'image_missing' },
  });
  const down = { ...kept, create: () => Promise.reject(new EngineError('engine_unreachable', 'no socket', { retryable: true })) };
  await expect(prepare(approvedStep(), dependencies({ kept: down }).made, signal)).rejects.toMatchObject({ code: 'engine_unreachable' });
});
