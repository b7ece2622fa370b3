import type { Command } from 'commander';
import { digestOfAction } from '../../../approval/claims';
import { EXIT } from '../../../exit-codes';
import type { Proposal } from '../../../incident/model/actions/proposal';
import { InvalidInputError } from '../../../incident/text/errors';
import { shown } from '../../../incident/text/read-fields';
import { utcTime } from '../../../incident/text/utc-time';
import { gatewayAccess } from '../../gateway/as-person';
import { type Decision, decideThroughGateway, proposeThroughGateway } from '../../gateway/proposals';
import { ServiceUnreachableError } from '../../temporal/errors';
import { connected } from '../kit/connected';
import { Exit } from '../kit/exit';
import { wholeProposal } from '../kit/proposal-lines';
import { collect } from '../kit/values';
import { note, print, printJson } from '../terminal/output';
import { addVerb, type Flags, ID_ARGUMENT, idOf, JSON_FLAG, textOf } from './verb';

const PROPOSAL_ARGUMENT = ['<proposal>', 'id of the proposal, as in incident show'] as const;
const REQUEST_ID = [
  '--request-id <id>',
  'makes the command safe to repeat: of several commands with this id, only the first is applied',
] as const;

/**
 * Adds the verbs that go through the gateway, which knows the person by a token. So they have no `--as`: a name that somebody typed
 * makes nobody an approver.
 */
export function addProposalVerbs(program: Command): void {
  addVerb(program, 'propose', 'propose an action of a runbook; someone else has to approve it')
    .argument(...ID_ARGUMENT)
    .argument('<action>', 'the action, as NAME or RUNBOOK/NAME')
    .option('--target <target>', 'what it is done to')
    .option('--param <key=value>', 'a parameter of the action; repeatable', collect)
    .requiredOption('--reason <text>', 'why; required')
    .option(...REQUEST_ID)
    .option(...JSON_FLAG)
    .action(propose);
  addVerb(program, 'approve', 'approve what someone else has proposed, after you have seen it whole')
    .argument(...ID_ARGUMENT)
    .argument(...PROPOSAL_ARGUMENT)
    .option('--digest <digest>', 'of what you have seen; without a terminal, it is required')
    .option(...REQUEST_ID)
    .option(...JSON_FLAG)
    .action(approve);
  addVerb(program, 'reject', 'reject what was proposed, or withdraw what you have proposed')
    .argument(...ID_ARGUMENT)
    .argument(...PROPOSAL_ARGUMENT)
    .requiredOption('--reason <text>', 'why; required')
    .option(...REQUEST_ID)
    .option(...JSON_FLAG)
    .action(reject);
}

async function propose(rawId: string, action: string, flags: Flags): Promise<void> {
  const incidentId = idOf(rawId);
  const access = gatewayAccess();
  const parameters = parametersIn(flags.param);
  const wanted = {
    incidentId,
    action,
    target: textOf(flags, 'target'),
    parameters,
    reason: textOf(flags, 'reason') ?? '',
    ...requestIdIn(flags),
  };
  const put = await proposeThroughGateway(access, wanted);
  if (flags.json) return printJson('propose', { incident_id: incidentId, ...put });
  if (put.status === 'pending') return print(`${put.proposal} is accepted; it will be shown once a worker has looked at it`);
  print(`${put.proposal} is ${put.status}; it can be approved until ${utcTime(put.expires_at)}, in Slack or by someone else with:`);
  print(`  incident approve ${incidentId} ${put.proposal}`);
}

/** @throws InvalidInputError */
function parametersIn(given: Flags[string]): Readonly<Record<string, string>> {
  const pairs = Array.isArray(given) ? (given as readonly string[]) : [];
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new InvalidInputError('--param', `${shown(pair)} is not a parameter`, 'KEY=VALUE');
      return [pair.slice(0, at), pair.slice(at + 1)] as const;
    }),
  );
}

async function approve(rawId: string, proposalId: string, flags: Flags): Promise<void> {
  const incidentId = idOf(rawId);
  const access = gatewayAccess();
  const digest = textOf(flags, 'digest') ?? (await digestOfSeen(incidentId, proposalId, flags.json === true));
  await decide(access, incidentId, proposalId, { decision: 'approve', digest }, flags);
}

async function reject(rawId: string, proposalId: string, flags: Flags): Promise<void> {
  await decide(gatewayAccess(), idOf(rawId), proposalId, { decision: 'reject', reason: textOf(flags, 'reason') ?? '' }, flags);
}

async function decide(
  access: ReturnType<typeof gatewayAccess>,
  incidentId: string,
  proposalId: string,
  decision: Decision,
  flags: Flags,
): Promise<void> {
  const taken = await decideThroughGateway(access, { incidentId, proposalId, ...requestIdIn(flags) }, decision);
  if (flags.json) return printJson(decision.decision, { incident_id: incidentId, ...taken });
  if (taken.status === 'pending') return print('accepted; it will be applied when a worker returns');
  print(`${taken.proposal} is ${taken.status}; to follow it: incident show ${incidentId}`);
}

const requestIdIn = (flags: Flags): { readonly requestId?: string } => {
  const requestId = textOf(flags, 'requestId')?.trim();
  return requestId === undefined || requestId === '' ? {} : { requestId };
};

/** The digest of what the person has just been shown, and agreed to. @throws InvalidInputError without a terminal */
async function digestOfSeen(incidentId: string, proposalId: string, isJson: boolean): Promise<string> {
  const isTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true && !isJson;
  if (!isTerminal)
    throw new InvalidInputError('--digest', 'is missing', 'the digest of what you have seen; only a terminal is asked instead', {
      hint: `Nothing was approved. The action and its digest are in: incident show ${incidentId} --json (proposals)`,
    });
  const { state } = await connected((incidents) => incidents.read(incidentId));
  const proposal = state?.proposals?.find(({ id }) => id === proposalId);
  if (state === null)
    throw new ServiceUnreachableError('no worker says what was proposed', {
      hint: 'Nothing was approved. Start a worker, then try again.',
    });
  if (proposal === undefined)
    throw new InvalidInputError('PROPOSAL', `${incidentId} has no proposal ${shown(proposalId)}`, `one of: incident show ${incidentId}`);
  for (const line of wholeProposal(proposal)) note(line);
  const prompts = await import('@clack/prompts');
  const agreed = await prompts.confirm({ output: process.stderr, message: 'Approve exactly this?', initialValue: false });
  if (prompts.isCancel(agreed)) throw new Exit(EXIT.interrupted);
  if (!agreed) {
    note('Nothing was approved.');
    throw new Exit(EXIT.done);
  }
  return digestShown(incidentId, proposal);
}

/** Made anew from what was shown, so that a digest of something else is not approved with it. */
const digestShown = (incidentId: string, { id, what, digest }: Proposal): string =>
  what.kind === 'action' ? digestOfAction(incidentId, id, what.action) : digest;
