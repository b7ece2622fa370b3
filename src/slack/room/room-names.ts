import { createHash } from 'node:crypto';
import type { OpenRoomRequest } from '../../chat/port';

const MAX_CHARS = 80;
const NUMBERED = 3;
/** No one can predict these names before the incident exists, so no one can have taken them. */
const UNFORESEEN = 5;

/** The names a room may have, in the order they are tried; the same on every attempt. */
export function roomNames({ incidentId, name, incidentCreatedAt }: Pick<OpenRoomRequest, 'incidentId' | 'name' | 'incidentCreatedAt'>) {
  const numbers = Array.from({ length: NUMBERED - 1 }, (_, index) => `${index + 2}`);
  const hashes = Array.from({ length: UNFORESEEN }, (_, index) => digestOf(`${incidentId} ${incidentCreatedAt} ${index}`));
  return [name, ...[...numbers, ...hashes].map((suffix) => `${name.slice(0, MAX_CHARS - 1 - suffix.length)}-${suffix}`)];
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);
