import { isFields, own } from '../../incident/text/read-fields';
import { createCall } from '../call-service';
import type { Secret } from '../port';
import type { AskOnCall } from './port';
import { listIn, ON_CALL_LIMIT_MS, peopleOf } from './read-answer';

export const PAGERDUTY_API_URL = 'https://api.pagerduty.com';
/** The most that a page of answers may hold. */
const PAGE_SIZE = 100;

export interface PagerDutySchedule {
  readonly url: string;
  readonly secret: Secret;
  /** The id of a schedule or, if that is undefined, of an escalation policy, whose first level counts. */
  readonly schedule?: string | undefined;
  readonly escalationPolicy?: string | undefined;
}

/**
 * PagerDuty's REST API, with a token that may read on-calls and users:
 * https://developer.pagerduty.com/api-reference/3a6b910f11050-list-all-of-the-on-calls
 *
 * Without `since` and `until`, it lists who is on call at this moment.
 */
export function askPagerDuty({ url, secret, schedule, escalationPolicy }: PagerDutySchedule): AskOnCall {
  const call = createCall({ name: 'PagerDuty', url, secret, limitMs: ON_CALL_LIMIT_MS });
  const query = new URLSearchParams({ 'include[]': 'users', limit: String(PAGE_SIZE) });
  if (schedule !== undefined) query.set('schedule_ids[]', schedule);
  else query.set('escalation_policy_ids[]', escalationPolicy ?? '');
  const to = `${url.replace(/\/$/, '')}/oncalls?${query}`;
  return async (signal) => {
    const headers = (token: string) => ({ authorization: `Token token=${token}`, accept: 'application/vnd.pagerduty+json;version=2' });
    const text = await call((token) => ({ method: 'GET', url: to, headers: headers(token) }), signal);
    const entries = listIn(text, ['oncalls'], 'PagerDuty').filter(isFields);
    const counted = schedule === undefined ? entries.filter((entry) => own(entry, 'escalation_level') === 1) : entries;
    return peopleOf(counted.map((entry) => personIn(own(entry, 'user'))));
  };
}

/** The address, or the name if the user is only a reference. */
function personIn(user: unknown): unknown {
  return isFields(user) ? (own(user, 'email') ?? own(user, 'summary')) : undefined;
}
