import type { SummaryFacts, SummaryMessage } from '../../../incident/model/room-message';
import type { OverallStatus } from '../../../incident/model/state';
import type { Sample } from './sample';

const incidentId = 'PROD-20260305-001';
const NONE = { first: [], more: 0 };

const COMPLETE: SummaryFacts = {
  incidentId,
  steps: { skipped: [], tookMs: 2_500 },
  failure: null,
  stuck: [],
  warRoom: { created: true, afterMs: 210 },
  people: { asked: 3, found: 2, hasGroups: true, missing: { first: ['nobody@example.com'], more: 0 }, sought: NONE },
  investigation: { probes: 4 },
  degraded: NONE,
};

/** By how the response went. */
const BY_STATUS: { readonly [Status in OverallStatus]: SummaryFacts } = {
  success: COMPLETE,
  partial: { ...COMPLETE, degraded: { first: [{ what: 'furnishRoom', message: 'Slack is not answering' }], more: 0 } },
  failed: {
    ...COMPLETE,
    steps: { skipped: [], tookMs: 40_000 },
    failure: { kind: 'nothingKnown', isRoomAsked: true, because: 'Slack refuses the token', investigation: null },
    warRoom: null,
    people: null,
    investigation: null,
  },
};

export const SUMMARIES: readonly Sample<SummaryMessage>[] = (Object.keys(BY_STATUS) as OverallStatus[]).map((overallStatus) => ({
  name: overallStatus,
  message: {
    kind: 'summary',
    incidentId,
    overallStatus,
    score: {
      total: overallStatus === 'success' ? 95 : overallStatus === 'partial' ? 80 : 10,
      parts: [
        { name: 'people', points: 15, outOf: 20, asked: true, why: '2 of 3 people found' },
        { name: 'warRoom', points: 30, outOf: 30, asked: true, why: 'points: channel 12 of 12, headline 12 of 12' },
        { name: 'investigation', points: 20, outOf: 20, asked: true, why: '3 of 4 probes conclusive' },
        { name: 'updates', points: 30, outOf: 30, asked: true, why: 'all posted' },
      ],
    },
    facts: BY_STATUS[overallStatus],
  },
}));
