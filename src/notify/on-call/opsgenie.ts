import { createCall } from '../call-service';
import type { Secret } from '../port';
import type { AskOnCall } from './port';
import { listIn, ON_CALL_LIMIT_MS, peopleOf } from './read-answer';

export interface OpsgenieSchedule {
  readonly url: string;
  readonly secret: Secret;
  /** The name of the schedule. */
  readonly schedule: string;
}

/**
 * Opsgenie's Who Is On Call API: https://docs.opsgenie.com/docs/who-is-on-call-api
 *
 * A user's name there is an email address.
 */
export function askOpsgenie({ url, secret, schedule }: OpsgenieSchedule): AskOnCall {
  const call = createCall({ name: 'Opsgenie', url, secret, limitMs: ON_CALL_LIMIT_MS });
  const base = url.replace(/\/$/, '');
  const to = `${base}/v2/schedules/${encodeURIComponent(schedule)}/on-calls?scheduleIdentifierType=name&flat=true`;
  return async (signal) => {
    const text = await call((key) => ({ method: 'GET', url: to, headers: { authorization: `GenieKey ${key}` } }), signal);
    return peopleOf(listIn(text, ['data', 'onCallRecipients'], 'Opsgenie'));
  };
}
