import { EVENT_STATUSES } from '../model/incident';
import { isSeverity } from '../model/severity';
import { isFields, own } from '../text/read-fields';
import type { AlertDelivery } from './delivery';

const TEXTS = ['source', 'title', 'alertName', 'description', 'startedAt'];

/** A signal's payload as a delivery; null for anything else, which a person may have sent by hand. */
export function readDelivery(payload: unknown): AlertDelivery | null {
  if (!isFields(payload)) return null;
  const event = own(payload, 'event');
  if (!isFields(event) || typeof own(payload, 'id') !== 'string' || !isTime(own(payload, 'receivedAt'))) return null;
  const isWhole =
    TEXTS.every((name) => typeof own(event, name) === 'string') &&
    EVENT_STATUSES.some((status) => status === own(event, 'status')) &&
    isSeverity(own(event, 'severity')) &&
    Array.isArray(own(event, 'links')) &&
    isTexts(own(event, 'labels')) &&
    isListOfTexts(own(payload, 'users') ?? []) &&
    typeof (own(payload, 'basedOn') ?? 0) === 'number';
  return isWhole ? (payload as unknown as AlertDelivery) : null;
}

function isTexts(value: unknown): boolean {
  return isFields(value) && Object.values(value).every((text) => typeof text === 'string');
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function isTime(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}
