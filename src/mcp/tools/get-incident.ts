import * as z from 'zod';
import { follow } from '../../client/temporal/follow';
import type { Reading } from '../../client/temporal/read-state';
import { isVisible, seenFromOutside } from '../../client/temporal/seen-from-outside';
import { said } from '../answer';
import type { Call } from '../call';
import { page, readCursor } from '../text/pages';
import { headLines, knownLines } from './incident-lines';
import { incidentValues } from './incident-values';
import { badCursor, cursorField, idOf, incidentField, noSuchIncident, READS, tool } from './tool';

/** Clients and proxies give up on a call after thirty or sixty seconds. */
const MOST_SECONDS = 25;

export const getIncident = tool({
  name: 'get_incident',
  description:
    'Shows an incident: status, what happens next, causes, findings, people, timeline. With sinceRevision and waitSeconds it waits until something is newer than that revision.',
  hints: READS,
  input: z.strictObject({
    incident: incidentField,
    sinceRevision: z.number().int().min(0).max(1e9).optional(),
    waitSeconds: z.number().int().min(0).max(MOST_SECONDS).optional(),
    cursor: cursorField,
  }),
  async run(call, { incident, sinceRevision, waitSeconds = 0, cursor }) {
    const id = idOf(incident);
    const first = id === null ? null : await seenFromOutside(call.incidents, id);
    if (first === null) return noSuchIncident();
    const place = cursor === undefined ? null : readCursor(cursor);
    if (cursor !== undefined && place === null) return badCursor();
    const waits = place === null && sinceRevision !== undefined && waitSeconds > 0;
    const reading = waits ? await newer(call, first, sinceRevision, waitSeconds) : first;
    // It may have become private meanwhile.
    if (!isVisible(reading)) return noSuchIncident();
    const { state } = reading;
    if (state === null) return said(...knownLines(reading));
    const revision = state.revision ?? 0;
    const moved =
      place !== null && place.revision !== revision ? ['It has changed since the first page; lines may repeat or be missing.'] : [];
    const still = waits && revision <= sinceRevision ? [`Nothing is newer than revision ${sinceRevision}.`] : [];
    return said(page([...headLines(state), ...moved, ...still], incidentValues(state), { revision, from: place?.from ?? 0 }));
  },
});

/** The first reading that shows more than the reader has seen; when the time is up, the last one. */
async function newer({ incidents, signal }: Call, first: Reading, sinceRevision: number, waitSeconds: number): Promise<Reading> {
  const isNewer = (reading: Reading): boolean =>
    (reading.state?.revision ?? 0) > sinceRevision || (first.state !== null && progressOf(reading) !== progressOf(first));
  if (isNewer(first) || first.status !== 'RUNNING') return first;
  const { reading } = await follow(incidents, first.incidentId, {
    timeoutMs: waitSeconds * 1_000,
    until: signal,
    onReading: () => undefined,
    onTrouble: () => undefined,
    isOver: (seen) => isNewer(seen) || !isVisible(seen),
  });
  return reading ?? first;
}

/** What changes without a command: findings that come in, steps that settle, proposals that go on. */
function progressOf({ state }: Reading): string {
  if (state === null) return '';
  const { status, investigationRound, findings, steps, proposals = [], responseComplete } = state;
  return JSON.stringify([
    status,
    investigationRound,
    findings.length,
    responseComplete,
    steps.map((step) => step.status),
    proposals.map((proposal) => proposal.status),
  ]);
}
