import { wayTo } from '../../http/proxied-fetch';
import type { IncidentRules } from '../../incident/model/config-types';
import { isSeverity } from '../../incident/model/severity';
import { type Access, createCall } from '../transport/call';
import { shareAnswers } from '../transport/shared-answers';
import type { Desk } from './desk';
import { People } from './person';

const IDENTITY_TTL_MS = 5 * 60_000;
const SLACK = 'https://slack.com';

export interface DeskOptions extends Pick<Desk, 'incidents' | 'command' | 'approve' | 'log' | 'now'> {
  readonly access: Access;
  readonly rules: IncidentRules;
}

/** What the handlers need, made from the configuration. */
export function createDesk({ access, rules, incidents, command, approve, log, now }: DeskOptions): Desk {
  const call = createCall(access);
  const share = shareAnswers<Identity>({ keptForMs: IDENTITY_TTL_MS, now });
  const ask = async (): Promise<Identity> => {
    const { team_id = '', enterprise_id, user_id = '' } = await call('auth.test', (client) => client.auth.test(), { urgency: 1 });
    return { teamId: team_id, enterpriseId: enterprise_id ?? null, botUserId: user_id };
  };
  const identify = (): Promise<Identity> => share('auth.test', ask);
  return {
    incidents,
    call,
    fetch: wayTo(access.apiUrl ?? SLACK).fetch,
    people: new People(call, identify, now, log),
    botUserId: async () => (await identify()).botUserId,
    command,
    approve,
    idPrefix: rules.idPrefix,
    respondersOf: (severity) => (isSeverity(severity) ? rules.policy.bySeverity[severity].responders : []),
    log,
    now,
  };
}

interface Identity {
  readonly teamId: string;
  readonly enterpriseId: string | null;
  readonly botUserId: string;
}
