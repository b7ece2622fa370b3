import type { CallReason } from '../model/call-reason';
import type { CallPeople } from '../model/effects';
import type { IncidentState } from '../model/state';
import type { CallDropped, CallIdentity, Obsolescence } from '../model/timeline-entry';
import { isUnacknowledged } from './escalation';

const EVERYONE_IN_KEYS = 'everybody';

/** True if the incident is resolved or cancelled; no one is paged for it. */
export function hasEnded({ status }: Pick<IncidentState, 'status'>): boolean {
  return status === 'resolved' || status === 'cancelled';
}

/**
 * Why a page decided on earlier is obsolete, or null while it is still wanted. It may have waited hours for Slack. A page
 * that a person asked for becomes obsolete only when the incident ends; an automatic one also becomes obsolete when someone
 * acknowledges.
 */
export function whyObsolete(state: Pick<IncidentState, 'status'>, why: CallReason): Obsolescence | null {
  const { status } = state;
  if (status === 'resolved' || status === 'cancelled') return status;
  if (why.kind === 'late') return why.of === null ? null : whyObsolete(state, why.of);
  if (why.kind === 'escalation' && why.by === null && !isUnacknowledged(state)) return 'acknowledged';
  return null;
}

/** The degradation's name while the page is still to be sent. It travels from run to run as a key, so it must not change. */
export function troubleOfCall(call: NamedCall): string {
  const { references, reason, level } = identityOf(call);
  const whom = references.length === 0 ? EVERYONE_IN_KEYS : references.join(', ');
  return `call of ${whom} (${reason}${level === undefined ? '' : `, level ${level}`})`;
}

/** Whom the page behind such a degradation was for, and why, as human-readable text; null for any other degradation. */
export function callNamedBy(trouble: string): string | null {
  const [, whom, reason = '', level] = /^call of (.+) \((\w+)(?:, level (\d+))?\)$/s.exec(trouble) ?? [];
  return whom === undefined || !isReason(reason) ? null : worded(whom === EVERYONE_IN_KEYS ? 'everyone' : whom, reason, level);
}

/** The timeline entry for a dropped page. */
export function droppedCall(call: NamedCall, because: Obsolescence): CallDropped {
  return { kind: 'call', ...identityOf(call), because };
}

/** Human-readable: `second@example.com (escalation level 1)`. */
export function describeCall({ references, reason, level }: CallIdentity): string {
  return worded(references.length === 0 ? 'everyone' : references.join(', '), reason, level);
}

/** Why people are paged, as human-readable text. */
const REASONS: Readonly<Record<CallReason['kind'], string>> = {
  escalation: 'escalation',
  severity: 'severity raised',
  added: 'added by hand',
  assigned: 'newly assigned',
  reopened: 'incident reopened',
  late: 'found later',
};

const isReason = (word: string): word is CallReason['kind'] => Object.hasOwn(REASONS, word);

function worded(whom: string, reason: CallReason['kind'], level: number | string | undefined): string {
  return `${whom} (${REASONS[reason]}${level === undefined ? '' : ` level ${level}`})`;
}

type NamedCall = Pick<CallPeople, 'why' | 'references'>;

function identityOf({ why, references }: NamedCall): CallIdentity {
  return { references, reason: why.kind, ...(why.kind === 'escalation' ? { level: why.level } : {}) };
}
