import { wayTo } from '../../http/proxied-fetch';
import type { IncidentRules } from '../../incident/model/config-types';
import { isSeverity } from '../../incident/model/severity';
import { type Access, createCall } from '../transport/call';
import type { Desk } from './desk';
import { People } from './person';

const IDENTITY_TTL_MS = 5 * 60_000;
const SLACK = 'https://slack.com';

export interface DeskOptions extends Pick<Desk, 'incidents' | 'command' | 'log' | 'now'> {
  readonly access: Access;
  readonly rules: IncidentRules;
}

/** What the handlers need, made from the configuration. */
export function createDesk({ access, rules, incidents, command, log, now }: DeskOptions): Desk {
  const call = createCall(access);
  let known: { readonly identity: Promise<Identity>; readonly until: number } | undefined;
  const identify = (): Promise<Identity> => {
    if (known === undefined || now() >= known.until) {
      const identity = call('auth.test', (client) => client.auth.test(), { urgency: 1 }).then(
        ({ team_id = '', enterprise_id, user_id = '' }) => ({ teamId: team_id, enterpriseId: enterprise_id ?? null, botUserId: user_id }),
      );
      // A failure is not kept.
      identity.catch(() => {
        known = undefined;
      });
      known = { identity, until: now() + IDENTITY_TTL_MS };
    }
    return known.identity;
  };
  return {
    incidents,
    call,
    fetch: wayTo(access.apiUrl ?? SLACK).fetch,
    people: new People(call, identify, now),
    botUserId: async () => (await identify()).botUserId,
    command,
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
