import { z } from 'zod';
import type { HeartbeatSettings } from '../incident/heartbeats/heartbeat-settings';
import { SEVERITIES } from '../incident/model/severity';
import { duration, people, UNITS_MS } from './schema-parts';
import { requestLimit, SECRET_AUTHS, SENDER_NAME, secrets, secretsProblem, senderName } from './sender-schema';

/** Each request is kept in a history, and a heartbeat needs few. */
const DEFAULT_LIMIT = 600;
const KEYS = 'the keys every, grace, severity, users, auth, secrets, limit';

const heartbeat = z
  .strictObject(
    {
      every: duration,
      grace: duration.default(5 * UNITS_MS.m),
      severity: z.enum(SEVERITIES, SEVERITIES.join(', ')).default('high'),
      users: people.default([]),
      auth: z.enum(SECRET_AUTHS, SECRET_AUTHS.join(', ')).default('none'),
      secrets,
      limit: requestLimit.default(DEFAULT_LIMIT),
    },
    KEYS,
  )
  .superRefine((given, context) => {
    const problem = secretsProblem(given.auth, given.secrets);
    if (problem !== null) context.addIssue({ code: 'custom', path: ['secrets'], message: problem });
  });

const HEARTBEATS = `names (${SENDER_NAME}), each with ${KEYS}`;
/** The dead man's switches, by their names. */
export const heartbeatsSchema = z.record(senderName, heartbeat, HEARTBEATS);
export type HeartbeatsFile = z.output<typeof heartbeatsSchema>;

export function heartbeatSettings({ every, grace, severity, users }: HeartbeatsFile[string]): HeartbeatSettings {
  return { everyMs: every, graceMs: grace, severity, users };
}
