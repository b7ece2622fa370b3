/** The contract between a group of alerts and its senders: names as they are on the wire. */
export const GROUP_WORKFLOW_TYPE = 'followAlertGroup';
export const ALERT_DELIVERED = 'alertDelivered';
export const GROUP_QUERY = 'group';

/** Start input of `followAlertGroup`. Its deliveries arrive as signals. */
export interface GroupStart {
  /** The gateway's name of the sender. */
  readonly instance: string;
  /** The sender's identity for the group, prefixed with the vendor. */
  readonly fingerprint: string;
}

/** The workflow's id; `hash` identifies the fingerprint. */
export function groupIdOf(instance: string, hash: string): string {
  return `alert-${instance}-${hash}`;
}

export const JOIN_WORKFLOW_TYPE = 'joinIncidents';
export const JOIN_UPDATE = 'join';
export const joinIdOf = (key: string): string => `join-${key}`;
