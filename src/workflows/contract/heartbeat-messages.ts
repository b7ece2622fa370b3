import type { HeartbeatSettings } from '../../incident/heartbeats/heartbeat-settings';

/** The contract between a watched heartbeat and those who feed it: names as they are on the wire. */
export const HEARTBEAT_WORKFLOW_TYPE = 'watchHeartbeat';
/** Payload: `{at}`, RFC 3339; default: now. */
export const HEARTBEAT_FED = 'heartbeatFed';
/** Payload: `{settings}`. */
export const HEARTBEAT_CONFIGURED = 'heartbeatConfigured';
export const HEARTBEAT_QUERY = 'heartbeat';

/** Start input of `watchHeartbeat`. */
export interface HeartbeatStart {
  readonly name: string;
  readonly settings: HeartbeatSettings;
}

export const heartbeatIdOf = (name: string): string => `heartbeat-${name}`;
