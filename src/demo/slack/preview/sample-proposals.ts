import type { ResolvedAction } from '../../../incident/model/actions/action';
import {
  type ConfirmedCommand,
  PROPOSAL_STATUSES,
  type Proposal,
  type ProposalStatus,
  type StepOutcome,
} from '../../../incident/model/actions/proposal';
import type { ProposalMessage } from '../../../incident/model/actions/proposal-message';
import type { Finding } from '../../../incident/model/finding';
import type { Sample } from './sample';
import { afterMinutes, FINDINGS, probeOf } from './sample-incident';

const incidentId = 'PROD-20260305-001';
const RESOURCES = { memoryBytes: 64 * 1_024 * 1_024, cpus: 0.5, pids: 64 };

const RESTART: ResolvedAction = {
  runbook: 'kubernetes',
  name: 'restart-deployment',
  title: 'Restart the Deployment',
  effect: 'Replaces the pods of shop/checkout one after the other.',
  target: null,
  does: { runs: 'kubernetes', source: 'prod', verb: 'restart', namespace: 'shop', deployment: 'checkout', timeoutMs: 30_000 },
  rollback: { runs: 'kubernetes', source: 'prod', verb: 'restore', namespace: 'shop', deployment: 'checkout', timeoutMs: 30_000 },
  checks: { probes: FINDINGS.slice(0, 2).map(probeOf), withinMs: 120_000 },
};

const SCRIPT: ResolvedAction = {
  ...RESTART,
  runbook: 'shop',
  name: 'drain-queue',
  title: 'Drain the queue of payments',
  effect: 'Moves waiting payments to the spare queue.',
  target: 'mq-1.example.com:5672',
  does: {
    runs: 'container',
    image: null,
    command: ['sh', '-c', 'set -eu\nif ! queue-move --from payments --to spare; then\n  echo "could not move" >&2\n  exit 1\nfi\n'],
    env: { QUEUE_HOST: 'mq-1.example.com', QUEUE_PORT: '5672' },
    network: 'default',
    secrets: ['QUEUE_TOKEN'],
    resources: RESOURCES,
    timeoutMs: 60_000,
  },
  rollback: null,
};

const STEP: StepOutcome = { kind: 'succeeded', problem: null, output: '', startedAt: afterMinutes(5), endedAt: afterMinutes(6) };
const APPROVED = { decidedBy: { actor: 'slack:UOMAR', actorName: 'Omar Castillo', via: 'slack' }, decidedAt: afterMinutes(4) };
const HEALTHY = FINDINGS.slice(0, 1).map((finding): Finding => ({ ...finding, status: 'ok', summary: 'answers 200 again' }));
const GONE = { code: 'container_gone', message: 'the container is gone, and with it the record of what it did', mend: '' };
const CHANGED = {
  code: 'changed_meanwhile',
  message: 'the Deployment was changed by someone else after it was read',
  mend: 'Propose it again.',
};
const TIMED_OUT = { code: 'timed_out', message: 'it did not end within 60.0 s', mend: '' };

/** What each status looks like: a new status does not compile until it is here. */
const BY_STATUS: Readonly<Record<ProposalStatus, Partial<Proposal>>> = {
  proposed: {},
  approved: APPROVED,
  running: APPROVED,
  checking: { ...APPROVED, run: STEP },
  rollingBack: { ...APPROVED, run: STEP, checks: FINDINGS.slice(0, 1) },
  done: { ...APPROVED, what: { kind: 'command', command: { name: 'escalate', payload: {} } } },
  verified: { ...APPROVED, run: { ...STEP, output: 'moved 214 messages' }, checks: HEALTHY },
  rolledBack: { ...APPROVED, run: STEP, checks: FINDINGS.slice(0, 1), rollback: STEP },
  notRun: { ...APPROVED, run: { ...STEP, kind: 'notRun', problem: CHANGED } },
  failed: {
    ...APPROVED,
    what: { kind: 'action', action: SCRIPT },
    run: { ...STEP, kind: 'failed', problem: TIMED_OUT, output: 'moved 12 messages\nwaiting for the broker' },
  },
  unknown: { ...APPROVED, what: { kind: 'action', action: SCRIPT }, run: { ...STEP, kind: 'unknown', problem: GONE } },
  rejected: { ...APPROVED, rejection: 'not during the sale' },
  expired: {},
};

const COMMANDS: readonly ConfirmedCommand[] = [
  { name: 'addResponders', payload: { users: ['ben@example.com', '@payments'] } },
  { name: 'resolve', payload: { note: 'the pool was enlarged' } },
  { name: 'cancel', payload: { reason: 'a test of the alert' } },
];

export const PROPOSALS: readonly Sample<ProposalMessage>[] = [
  ...PROPOSAL_STATUSES.map((status) => ({ name: status, message: proposal(status, BY_STATUS[status]) })),
  { name: 'proposed: a program', message: proposal('proposed', { what: { kind: 'action', action: SCRIPT } }) },
  ...COMMANDS.map((command) => ({
    name: `to be confirmed: ${command.name}`,
    message: proposal('proposed', { what: { kind: 'command', command } }),
  })),
];

function proposal(status: ProposalStatus, changes: Partial<Proposal>): ProposalMessage {
  const hasEnded =
    status !== 'proposed' && status !== 'approved' && status !== 'running' && status !== 'checking' && status !== 'rollingBack';
  return {
    kind: 'proposal',
    incidentId,
    proposal: {
      id: 'P-3f9a01c2d4',
      what: { kind: 'action', action: RESTART },
      digest: '7c1d5e0a9b42'.padEnd(64, '0'),
      by: {
        actor: 'dba@example.com',
        via: 'claude-code',
        person: 'dba@example.com',
        identities: ['dba@example.com'],
        agent: 'claude-code',
      },
      reason: 'every pod has a full connection pool',
      proposedAt: afterMinutes(3),
      expiresAt: afterMinutes(18),
      status,
      ...(hasEnded ? { endedAt: afterMinutes(7) } : {}),
      ...changes,
    },
  };
}
