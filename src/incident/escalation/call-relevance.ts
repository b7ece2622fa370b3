import type { CallReason } from '../model/call-reason';
import type { CallPeople } from '../model/effects';
import type { IncidentState } from '../model/state';
import type { CallDropped, CallIdentity, Obsolescence } from '../model/timeline-entry';
import { isUnacknowledged } from './escalation';

/** Resolved or cancelled: nobody is called to it any more. */
export function hasEnded({ status }: Pick<IncidentState, 'status'>): boolean {
  return status === 'resolved' || status === 'cancelled';
}

/**
 * Why a call that was decided earlier is not made any more, or null while it is wanted: it may have waited for Slack for
 * hours. What a person asked for ends with the incident only; what the clock asked for ends once somebody has taken it.
 */
export function whyObsolete(state: Pick<IncidentState, 'status'>, why: CallReason): Obsolescence | null {
  const { status } = state;
  if (status === 'resolved' || status === 'cancelled') return status;
  if (why.kind === 'late') return why.of === null ? null : whyObsolete(state, why.of);
  if (why.kind === 'escalation' && why.by === null && !isUnacknowledged(state)) return 'acknowledged';
  return null;
}

/** What is degraded while the call is still to be made. */
export function troubleOfCall(call: NamedCall): string {
  return `call of ${describeCall(identityOf(call))}`;
}

/** A call that is not made any more, for the timeline. */
export function droppedCall(call: NamedCall, because: Obsolescence): CallDropped {
  return { kind: 'call', ...identityOf(call), because };
}

/** For people: `second@example.com (escalation, level 1)`. */
export function describeCall({ references, reason, level }: CallIdentity): string {
  const whom = references.length === 0 ? 'everybody' : references.join(', ');
  return `${whom} (${reason}${level === undefined ? '' : `, level ${level}`})`;
}

type NamedCall = Pick<CallPeople, 'why' | 'references'>;

function identityOf({ why, references }: NamedCall): CallIdentity {
  return { references, reason: why.kind, ...(why.kind === 'escalation' ? { level: why.level } : {}) };
}
