import { createHash } from 'node:crypto';

/** Two people may choose the same request id. */
export const sentId = (person: string, what: string, requestId: string): string =>
  `gateway:${digest([person, what, requestId]).slice(0, 32)}`;

/** The same for a retry, so that nothing is proposed twice. */
export const proposalIdOf = (incidentId: string, person: string, requestId: string): string =>
  `P-${digest([incidentId, person, requestId]).slice(0, 10)}`;

const digest = (texts: readonly string[]): string => createHash('sha256').update(JSON.stringify(texts)).digest('hex');
