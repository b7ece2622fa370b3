import { probesToCheck } from '../../incident/actions/probes-to-check';
import { hasActed } from '../../incident/commands/apply-command';
import { refusedAsOver } from '../../incident/commands/life-cycle';
import { proposalOf, refusedUnasked, type Vouching } from '../../incident/commands/proposals';
import { later } from '../../incident/escalation/escalation';
import { PROPOSAL_TTL_MS } from '../../incident/model/actions/proposal';
import { refusal } from '../../incident/model/effects';
import { wasCancelled } from '../calls/judge-failure';
import { whileWanted } from '../calls/while-wanted';
import type { VouchedItem } from '../contract/run-handover';
import type { IncidentAccess } from '../incident-access';
import { now } from '../state/now';
import { callPatiently, whyNoAnswer } from './patient-call';

/** What the worker that may run actions says about a command; undefined if the command is refused, whatever it would say. */
export async function vouchFor(incident: IncidentAccess, item: VouchedItem): Promise<Vouching | undefined> {
  const { command } = item;
  const isWanted = (): boolean => {
    const state = incident.state();
    const isRepeat = command.requestId !== undefined && hasActed(state, command.requestId);
    return !isRepeat && refusedAsOver(state, command.name) === null && refusedUnasked(state, command, now()) === null;
  };
  if (!isWanted()) return undefined;
  try {
    return (await whileWanted(isWanted, () => ask(incident, item))) ?? undefined;
  } catch (error) {
    if (wasCancelled(error)) throw error;
    const { message, mend } = whyNoAnswer(error);
    return { kind: 'refused', refusal: refusal('not_possible', message, mend) };
  }
}

async function ask(incident: IncidentAccess, { command, since }: VouchedItem): Promise<Vouching | undefined> {
  const { incident: parsed, incidentId, probes, findings } = incident.state();
  const activityId = `${command.name}.${incident.nextNumber()}`;
  if (command.name === 'proposeAction') {
    const { claim, signature } = command;
    if (parsed === null) return undefined;
    const input = { incident: parsed, proposed: { claim, signature }, failed: probesToCheck(probes, findings) };
    return callPatiently(incident, 'resolveAction', input, { activityId, summary: claim.action, until: later(since, PROPOSAL_TTL_MS) });
  }
  const { proposalId, claim, signature } = command;
  const proposal = proposalOf(incident.state(), proposalId);
  if (proposal?.what.kind !== 'action' || proposal.work === undefined || claim === undefined || signature === undefined) return undefined;
  const { proposed } = proposal.work;
  const input = { incidentId, action: proposal.what.action, proposed, approved: { claim, signature } };
  return callPatiently(incident, 'verifyApproval', input, { activityId, summary: proposalId, until: proposal.expiresAt });
}
