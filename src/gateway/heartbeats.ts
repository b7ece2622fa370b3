import type { FedHeartbeat, GatewaySettings } from '../config/gateway-settings';
import type { HeartbeatSettings } from '../incident/heartbeats/heartbeat-settings';
import type { GatewayAnswers } from './answers';
import { bySecret } from './auth/shared-secret';
import { type Door, refuseOpenDoors } from './door';
import { inTime } from './in-time';
import { RateLimit } from './rate-limit';

/** One address under /heartbeats/. */
export interface Heartbeat extends Door {
  readonly settings: HeartbeatSettings;
}

/** Takes feeds over from the gateway. */
export interface HeartbeatIntake {
  /** Returns once the feed is held and cannot be lost. `at`: RFC 3339. @throws ServiceUnreachableError if it may not be held. */
  feed(heartbeat: { readonly name: string; readonly settings: HeartbeatSettings }, at: string): Promise<void>;
}

/** The heartbeats by name. @throws ConfigError naming each one without authentication that other machines could reach. */
export function createHeartbeats({ listen, heartbeats }: Pick<GatewaySettings, 'listen' | 'heartbeats'>): ReadonlyMap<string, Heartbeat> {
  refuseOpenDoors('heartbeats', heartbeats, listen);
  return new Map(heartbeats.map((heartbeat) => [heartbeat.name, doorOf(heartbeat)]));
}

function doorOf({ name, settings, auth, secrets, limit }: FedHeartbeat): Heartbeat {
  return { name, settings, authenticator: bySecret(auth, secrets), rate: new RateLimit(limit) };
}

export interface FeedReception {
  readonly heartbeatIntake: HeartbeatIntake;
  readonly now: () => number;
  /** How long Temporal may take. */
  readonly deliveryLimitMs?: number;
}

/** Feeds a heartbeat whose sender is verified; what else the sender says is ignored. @throws RequestError, ServiceUnreachableError */
export async function feedHeartbeat(
  { heartbeatIntake, now, deliveryLimitMs }: FeedReception,
  { name, settings, rate }: Heartbeat,
): Promise<GatewayAnswers['gateway-heartbeat']> {
  const at = new Date(now()).toISOString();
  await rate.take();
  await inTime(heartbeatIntake.feed({ name, settings }, at), deliveryLimitMs);
  return { heartbeat: name };
}
