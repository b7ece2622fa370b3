import { approve } from '../../approval/desk/approve';
import { slackDecider } from '../../approval/desk/decider';
import type { ApprovalDesk, Directory } from '../../approval/desk/desk';
import type { Secret } from '../../config/secrets';
import { wayTo } from '../../http/proxied-fetch';
import type { IncidentRules } from '../../incident/model/config-types';
import { isSeverity } from '../../incident/model/severity';
import { addressOf, userIdOf } from '../people/identities';
import { type Access, type Call, createCall } from '../transport/call';
import { shareAnswers } from '../transport/shared-answers';
import type { Approval, Desk } from './desk';
import { People } from './person';
import { isMember } from './visibility';

const IDENTITY_TTL_MS = 5 * 60_000;
const SLACK = 'https://slack.com';

export interface DeskOptions extends Pick<Desk, 'incidents' | 'command' | 'log' | 'now'> {
  readonly access: Access;
  readonly rules: IncidentRules;
  /** Signs what is approved; null where there is none. */
  readonly approvalKey: Secret | null;
}

/** What the handlers need, made from the configuration. */
export function createDesk({ access, rules, approvalKey, incidents, command, log, now }: DeskOptions): Desk {
  const call = createCall(access);
  const approvals: ApprovalDesk = { key: approvalKey, incidents, directory: directoryOf(call), log, now };
  const share = shareAnswers<Identity>({ keptForMs: IDENTITY_TTL_MS, now });
  const ask = async (): Promise<Identity> => {
    const { team_id = '', enterprise_id, user_id = '' } = await call('auth.test', (client) => client.auth.test(), { urgency: 1 });
    return { teamId: team_id, enterpriseId: enterprise_id ?? null, botUserId: user_id };
  };
  const identify = (): Promise<Identity> => share('auth.test', ask);
  return {
    incidents,
    approvals,
    call,
    fetch: wayTo(access.apiUrl ?? SLACK).fetch,
    people: new People(call, identify, now, log),
    botUserId: async () => (await identify()).botUserId,
    command,
    approve: approvalKey === null ? null : (by, approval) => approveBy(approvals, by, approval),
    idPrefix: rules.idPrefix,
    respondersOf: (severity) => (isSeverity(severity) ? rules.policy.bySeverity[severity].responders : []),
    log,
    now,
  };
}

/** Whoever clicked, by the same checks as for a token. */
async function approveBy(
  approvals: ApprovalDesk,
  by: { readonly userId: string; readonly name: string },
  approval: Approval,
): Promise<'applied' | 'kept'> {
  const { status } = await approve(approvals, slackDecider(by), approval);
  return status === 'pending' ? 'kept' : 'applied';
}

const directoryOf = (call: Call): Directory => ({
  userIdOf: (address) => userIdOf(call, address),
  addressOf: (userId) => addressOf(call, userId),
  isMember: (channelId, userId) => isMember({ call }, channelId, userId),
});

interface Identity {
  readonly teamId: string;
  readonly enterpriseId: string | null;
  readonly botUserId: string;
}
