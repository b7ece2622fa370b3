import { patched } from '@temporalio/workflow';
import type { Patches } from '../incident-access';
import { RESPONSE_GRAPH } from '../response/response-graph';

/**
 * Stands for all patches beneath it. Each patch costs two events and an upsert of search attributes, so new runs write this one
 * marker only. A later patch is called after it, and joined to it once no open incident was started without it.
 */
const JOINED = 'all-until-2026-11';
/** Older runs follow up at the places marked `byHand`, because `settle` would schedule the same work in another order. */
const SETTLES = 'settle-after-changes';
/** Older runs estimate what waits and what they hand over, post news of alerts at once, and tell ten groups of alerts apart. */
const COUNTS_ALERTS = 'counted-alerts';
/**
 * Older runs send no direct messages and no card, draw no buttons beneath reminders, recoveries and outcomes, do not show that an
 * investigation is running again, and reply for every warning, in the order of arrival. They add a page to an alert that was
 * acknowledged, tell services of the first acknowledgement alone, and list their title after an alert has asked for privacy.
 */
const BY_HAND = 'slack-by-hand';

/** Called once, at the start of a run. Their order is part of its history. */
export function readPatches(): Patches {
  const joined = patched(JOINED);
  const settles = joined || patched(SETTLES);
  const laterNodes = RESPONSE_GRAPH.nodes.filter(({ since }) => since !== undefined && !patched(since)).map(({ name }) => name);
  const countsAlerts = joined || patched(COUNTS_ALERTS);
  const byHand = joined || patched(BY_HAND);
  return { settles, laterNodes, countsAlerts, byHand, joined };
}
