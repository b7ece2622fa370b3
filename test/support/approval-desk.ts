import { digestOfAction, isSignedBy } from '../../src/approval/claims';
import type { ApprovalDesk, Directory } from '../../src/approval/desk/desk';
import { CommandRefusedError, NoSuchIncidentError } from '../../src/client/temporal/errors';
import type { Reading } from '../../src/client/temporal/read-state';
import type { Secret } from '../../src/config/secrets';
import { approveAction, proposeAction, rejectAction } from '../../src/incident/commands/proposals';
import { readCommand } from '../../src/incident/commands/read-command';
import type { ResolvedAction } from '../../src/incident/model/actions/action';
import type { CommandName } from '../../src/incident/model/commands';
import type { ChannelPrivacy } from '../../src/incident/model/incident';
import type { IncidentState } from '../../src/incident/model/state';
import { isRefusal, type Refusal } from '../../src/incident/text/refusal';
import { completeState } from './sample-state';

export const KEY: Secret = { value: () => 'k'.repeat(64), refresh: () => 'k'.repeat(64) };
export const INCIDENT = 'PROD-20260101-001';
export const RESTART: ResolvedAction = {
  runbook: 'kubernetes',
  name: 'restart-deployment',
  title: 'Restart the Deployment',
  effect: 'Replaces its pods.',
  target: null,
  does: { runs: 'kubernetes', source: 'prod', verb: 'restart', namespace: 'shop', deployment: 'api', timeoutMs: 10_000 },
  rollback: null,
  checks: { probes: [], withinMs: 60_000 },
};

/** Who is in Slack, by address. */
const SLACK: Readonly<Record<string, string>> = { 'alice@example.com': 'U1', 'bob@example.com': 'U2' };
export const DIRECTORY: Directory = {
  userIdOf: async (address) => SLACK[address] ?? null,
  addressOf: async (userId) => Object.keys(SLACK).find((address) => SLACK[address] === userId) ?? null,
  isMember: async (_, userId) => userId === 'U2',
};
export const away = async (): Promise<never> => {
  throw Object.assign(new Error('Slack is away'), { code: 'slack_unreachable' });
};

/** One incident that decides as the workflow does, with a worker that verifies signatures as the real one does. */
export function createApprovals(
  changes: Partial<ApprovalDesk> = {},
  { privacy = 'public' as ChannelPrivacy, startedAt = Date.now() } = {},
) {
  let now = startedAt;
  let state: IncidentState = completeState({}, { privacy });
  const got: { readonly name: CommandName; readonly input: Readonly<Record<string, unknown>> }[] = [];
  const refused: Refusal[] = [];
  const log: unknown[] = [];
  const reading = (): Reading =>
    ({ incidentId: INCIDENT, state, known: { title: privacy === 'public' ? 'a title' : null } }) as unknown as Reading;
  const find = async (id: string): Promise<Reading> => {
    if (id !== INCIDENT) throw new NoSuchIncidentError(id);
    return reading();
  };

  /** As the workflow: reads the command, has it vouched for, applies it, and records a refusal. */
  function apply(name: CommandName, input: object) {
    const command = readCommand(name, input);
    const about = { nowIso: new Date(now).toISOString() };
    const change = isRefusal(command)
      ? command
      : command.name === 'proposeAction'
        ? proposeAction(state, command, about, vouched(command, resolved(command.claim.proposalId)))
        : command.name === 'approveAction'
          ? approveAction(state, command, about, vouched(command, { kind: 'verified' }))
          : command.name === 'rejectAction'
            ? rejectAction(state, command, about)
            : { code: 'not_possible' as const, message: 'another command' };
    if (isRefusal(change)) {
      refused.push(change);
      throw new CommandRefusedError(change);
    }
    state = change.state;
  }
  const desk: ApprovalDesk = {
    key: KEY,
    incidents: {
      async command(name, incidentId, input) {
        await find(incidentId);
        got.push({ name, input: input as never });
        apply(name, input);
        return { applied: true, repeated: false, status: 'triggered', requestId: 'x' };
      },
      look: find,
      read: find,
    },
    directory: DIRECTORY,
    log: { info: (told: unknown) => void log.push(told), warn: (told: unknown) => void log.push(told) },
    now: () => now,
    ...changes,
  };
  return {
    desk,
    got,
    refused,
    log,
    /** A signal that somebody sends to the workflow, past the gateway. @throws CommandRefusedError */
    signal: apply,
    state: () => state,
    proposal: () => state.proposals?.at(-1),
    later: (ms: number) => {
      now += ms;
    },
  };
}

const resolved = (proposalId: string) =>
  ({ kind: 'resolved', action: RESTART, digest: digestOfAction(INCIDENT, proposalId, RESTART) }) as const;

type Vouched = Parameters<typeof approveAction>[3];
function vouched(command: { readonly claim?: unknown; readonly signature?: unknown }, answer: NonNullable<Vouched>): Vouched {
  const isSigned = command.claim !== undefined && isSignedBy(KEY, command as never);
  return isSigned ? answer : { kind: 'refused', refusal: { code: 'not_possible', message: 'the signature does not fit' } };
}
