import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { signClaim } from '../../src/approval/claims';
import type { ApprovalClaim, Claim } from '../../src/incident/model/actions/claims';
import type { Proposal, ProposalStatus } from '../../src/incident/model/actions/proposal';
import type { IncidentState } from '../../src/incident/model/state';
import { newProposalId, proposalClaim } from '../support/action-world';
import { ENGINE_CALLS, type EngineCall } from '../support/engine-proxy';
import { describeWith } from '../support/needs';
import { readUntil, waitUntil } from '../support/wait-until';
import { type Scene, type Slot, startSlot } from './slot';

const KEY = '8c1f0a4be2d95376c1a0f4e2b7d8935562e0a1c4f7b39d8e5a6071c2d3e4f506';
const KILLS = 3;
const ENDS: readonly ProposalStatus[] = ['verified', 'rolledBack', 'notRun', 'failed', 'unknown'];
const END_WITHIN_MS = 240_000;
/** A fault that has not struck when the action is over strikes no more. */
const LOOK_EVERY_MS = 250;

const ACTIONS = `actions:
  - { name: mend, title: Mends, effect: Mends it., targets: none, command: ['sh', '-c', 'sleep 1'], rollback: { command: ['true'] }, checks: { probes: [passes], within: 30s } }
  - { name: harm, title: Fails, effect: Fails., targets: none, command: ['sh', '-c', 'sleep 1; exit 1'], rollback: { command: ['sh', '-c', 'sleep 1'] }, checks: { probes: [passes], within: 30s } }
`;

/** Where the worker is killed: at a call to the engine about a step's container, or while the proposal is somewhere. */
type Point =
  | { readonly at: EngineCall; readonly when: 'kill before' | 'kill after'; readonly step: 'does' | 'rollback' }
  | { readonly at: ProposalStatus; readonly action: 'mend' | 'harm' };
const POINTS: readonly Point[] = [
  ...(['proposed', 'approved', 'running', 'checking'] as const).map((at) => ({ at, action: 'mend' }) as const),
  { at: 'rollingBack', action: 'harm' },
  ...(['does', 'rollback'] as const).flatMap((step) =>
    ENGINE_CALLS.flatMap((at) => (['kill before', 'kill after'] as const).map((when) => ({ at, when, step }))),
  ),
];
const nameOf = (point: Point): string => ('when' in point ? `${point.when} ${point.at} of ${point.step}` : `while it is ${point.at}`);

describeWith(['temporal', 'engine'], `an action whose worker is killed ${KILLS} times`, () => {
  let slot: Slot;
  const docker = new Docker({ socketPath: (process.env.TEST_DOCKER_HOST ?? '').replace('unix://', '') });
  const key = { value: () => KEY, refresh: () => KEY };
  const began = Math.floor(Date.now() / 1_000);

  beforeAll(async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'incident-key-')), 'approval-key');
    writeFileSync(file, KEY);
    const scene: Scene = {
      severity: 'high',
      configuration: 'actions: { allow: [mend, harm] }\n',
      actions: ACTIONS,
      env: { INCIDENT_APPROVAL_KEY_FILE: file },
    };
    slot = await startSlot(POINTS.length, scene);
    slot.startWorker();
  });
  afterAll(() => slot.stop());

  const signalled = async <Kind extends Claim>(incidentId: string, name: string, claim: Kind, more: object = {}): Promise<void> => {
    const { signature } = signClaim(key, claim);
    await slot.stack.client.workflow.getHandle(incidentId).signal(name, { actor: claim.person, claim, signature, ...more });
  };
  const proposalIn = (state: IncidentState | null, id: string): Proposal | undefined => state?.proposals?.find((one) => one.id === id);

  it.each(POINTS.map((point): [string, Point] => [nameOf(point), point]))(
    '%s: is run at most once, and comes to an end',
    async (_, point) => {
      const subject = slot.newSubject();
      const { incidentId } = subject;
      const proposalId = newProposalId();
      const look = async (): Promise<Proposal | undefined> => proposalIn(await slot.stateOf(subject), proposalId);
      const reaches = async (holds: (status: ProposalStatus) => boolean): Promise<Proposal> => {
        const isThere = (proposal: Proposal | undefined): boolean => proposal !== undefined && holds(proposal.status);
        const what = `${proposalId} of ${incidentId}, ${nameOf(point)}`;
        return (await readUntil(look, isThere, { everyMs: LOOK_EVERY_MS, withinMs: END_WITHIN_MS, what })) as Proposal;
      };
      const isOver = (status: ProposalStatus): boolean => ENDS.includes(status);
      await slot.declare(subject);
      await waitUntil(async () => (await slot.stateOf(subject))?.responseComplete === true, { withinMs: 60_000 });

      const action = 'action' in point ? point.action : point.step === 'does' ? 'mend' : 'harm';
      let strikes = 0;
      const armed = 'when' in point ? arm(point, `${incidentId}-${proposalId}-${point.step}`.toLowerCase()) : null;
      function arm({ at, when }: Extract<Point, { when: string }>, nameHolds: string): void {
        const kill = async (): Promise<void> => {
          strikes += 1;
          // Armed again before the next worker asks.
          if (strikes < KILLS) arm({ at, when, step: 'does' }, nameHolds);
          await slot.crashWorker();
        };
        void slot.engineProxy.arm({ call: at, fault: when, nameHolds, kill });
      }
      await signalled(incidentId, 'proposeAction', proposalClaim(incidentId, { proposalId, action }));
      await reaches((status) => status === 'proposed');
      const killWhile = async (status: ProposalStatus): Promise<void> => {
        if (armed !== null || !('action' in point) || point.at !== status) return;
        for (let kill = 0; kill < KILLS; kill += 1) {
          await reaches((now) => now === status || isOver(now));
          await slot.crashWorker();
          await waitUntil(() => slot.stack.workerIsUp);
        }
      };
      await killWhile('proposed');
      const { digest, expiresAt } = await reaches((status) => status === 'proposed');
      const approval: ApprovalClaim = {
        kind: 'approval',
        incidentId,
        proposalId,
        digest,
        expiresAt,
        person: 'slack:UBEN',
        identities: ['slack:uben'],
      };
      await signalled(incidentId, 'approveAction', approval, { proposalId, digest });
      if ('action' in point && point.at === 'approved') {
        for (let kill = 0; kill < KILLS; kill += 1) {
          await slot.crashWorker();
          await waitUntil(() => slot.stack.workerIsUp);
        }
      }
      if ('action' in point && point.at !== 'proposed' && point.at !== 'approved') await killWhile(point.at);
      await reaches(isOver);

      const proposal = (await look()) as Proposal;
      const starts = await startsOf(docker, proposalId, began);
      process.stdout.write(
        `${nameOf(point)}: ${proposal.status}, starts ${JSON.stringify(starts)}, ${'when' in point ? strikes : KILLS} kills\n`,
      );
      expect(starts.does ?? 0).toBeLessThanOrEqual(1);
      expect(starts.rollback ?? 0).toBeLessThanOrEqual(1);
      if (proposal.status === 'verified' || proposal.status === 'rolledBack') expect(starts.does).toBe(1);
      if (proposal.status === 'verified') expect(proposal.checks?.map(({ status }) => status)).toEqual(['ok']);
      // Else the last kill, at the removal, would strike while the next action runs.
      if (proposal.status !== 'unknown') await waitUntil(async () => (await leftOf(docker, proposalId)) === 0, { withinMs: 60_000 });
      expect(proposal.decidedBy?.actor).toBe('slack:UBEN');
      if ('when' in point && !(point.at === 'remove' || point.at === 'inspect')) expect(strikes).toBeGreaterThan(0);
    },
  );
});

/** How often the engine started each step's container. */
async function startsOf(docker: Docker, proposalId: string, since: number): Promise<Partial<Record<string, number>>> {
  const until = Math.ceil(Date.now() / 1_000);
  const filters = { event: ['start'], label: [`io.incident-response.proposal=${proposalId}`] };
  const stream = await docker.getEvents({ since, until, filters });
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  const counts: Record<string, number> = {};
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const { Actor } = JSON.parse(line) as { Actor: { Attributes: Record<string, string> } };
    const step = Actor.Attributes['io.incident-response.step'] ?? '';
    counts[step] = (counts[step] ?? 0) + 1;
  }
  return counts;
}

async function leftOf(docker: Docker, proposalId: string): Promise<number> {
  const filters = { label: [`io.incident-response.proposal=${proposalId}`] };
  return (await docker.listContainers({ all: true, filters })).length;
}
