import type { AlertGroupState, DeliveryEffect, DeliveryRecord } from './group-state';
import type { Decision } from './judge-alert';
import type { GroupStep } from './next-step';

/** The group after the rules decided. */
export function withDecision(state: AlertGroupState, decision: Decision, nowIso: string): AlertGroupState {
  return { ...state, decision, decidedAt: nowIso, work: { ...state.work, judge: false } };
}

/**
 * The group after what fires had its effect: `first` on the first of the waiting deliveries, `rest` on the others. If none
 * is waiting, such as after a maintenance, the last one that was muted had it.
 */
export function afterFiring(state: AlertGroupState, first: DeliveryEffect, rest: DeliveryEffect = first): AlertGroupState {
  const isMeant = ({ effect, status }: DeliveryRecord) => effect === 'pending' && status === 'firing';
  const marked = mark(state, isMeant, first, rest);
  const muted = state.deliveries.findLastIndex(({ effect }) => effect === 'muted');
  const deliveries = state.deliveries.some(isMeant) ? marked : mark(state, (_, index) => index === muted, first, rest);
  return { ...state, deliveries, work: { ...state.work, firing: null, look: false } };
}

/** The group after the incident was told of the first waiting acknowledgement or end without recovery. */
export function afterNote(state: AlertGroupState, effect: DeliveryEffect): AlertGroupState {
  const isMeant = ({ effect: now, status }: DeliveryRecord) => now === 'pending' && status !== 'firing';
  const notes = state.work.notes.slice(1);
  const first = state.deliveries.findIndex(isMeant);
  // More may have come than were kept.
  const deliveries = mark(state, (record, index) => (notes.length === 0 ? isMeant(record) : index === first), effect, effect);
  return { ...state, deliveries, work: { ...state.work, notes } };
}

/** The group after its recovery counted. */
export function afterRecovery(state: AlertGroupState, effect: DeliveryEffect, nowIso: string): AlertGroupState {
  const deliveries = mark(state, ({ effect: now }) => now === 'settling', effect, effect);
  return { ...state, deliveries, status: 'recovered', recoveringSince: null, recoveredAt: nowIso };
}

/** The group after a step failed in a way that no retry mends. What comes next is tried again. */
export function afterFailure(state: AlertGroupState, step: GroupStep, trouble: string, nowIso: string): AlertGroupState {
  const told = { ...state, trouble };
  if (step.kind === 'tell' && step.about === 'note') return afterNote(told, 'failed');
  if (step.kind === 'tell' && step.about === 'recovery') return afterRecovery(told, 'failed', nowIso);
  return afterFiring({ ...told, work: { ...told.work, judge: false } }, 'failed');
}

function mark(
  { deliveries, decision, incident }: AlertGroupState,
  isMeant: (record: DeliveryRecord, index: number) => boolean,
  first: DeliveryEffect,
  rest: DeliveryEffect,
): readonly DeliveryRecord[] {
  let isFirst = true;
  return deliveries.map((record, index) => {
    if (!isMeant(record, index)) return record;
    const effect = isFirst ? first : rest;
    isFirst = false;
    return { ...record, effect, rule: decision?.rule ?? null, incidentId: incident?.id ?? null };
  });
}
