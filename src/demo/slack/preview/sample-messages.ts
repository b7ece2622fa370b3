import { assessFindings } from '../../../incident/investigation/assess-findings';
import { FINDING_STATUSES } from '../../../incident/model/finding';
import type { ChatMessage } from '../../../incident/war-room/chat-message';
import type { Sample } from './sample';
import { CARDS, DIRECT_CALLS } from './sample-briefings';
import { CALLS } from './sample-calls';
import { HEADLINES } from './sample-headlines';
import { ALSO_OPEN, afterMinutes, CHANGES, FINDINGS, INVESTIGATION, probeOf } from './sample-incident';
import { NEWS } from './sample-news';
import { PROPOSALS } from './sample-proposals';
import { SUMMARIES } from './sample-summaries';

const incidentId = 'PROD-20260305-001';
const ASKED = { incidentId, asked: ['UDANA'], acknowledgedBy: 'Dana Brandt' };

/** What is posted, by kind: a new kind of message does not compile until it has a sample here. */
export const SAMPLES: { readonly [Kind in ChatMessage['kind']]: readonly Sample<Extract<ChatMessage, { readonly kind: Kind }>>[] } = {
  headline: HEADLINES,
  callForPeople: CALLS,
  directCall: DIRECT_CALLS,
  card: CARDS,
  progress: [
    { name: 'under way', message: { kind: 'progress', probes: FINDINGS.map(probeOf), findings: FINDINGS.slice(0, 2) } },
    { name: 'complete', message: { kind: 'progress', probes: FINDINGS.map(probeOf), findings: FINDINGS } },
    { name: 'without a target', message: { kind: 'progress', probes: FINDINGS.slice(2, 3).map(probeOf), findings: [] } },
  ],
  finding: FINDING_STATUSES.flatMap((status) =>
    FINDINGS.filter((one) => one.status === status).map((finding) => ({ name: status, message: { kind: 'finding' as const, finding } })),
  ),
  verdict: [
    { name: 'a cause', message: { kind: 'verdict', investigation: INVESTIGATION } },
    { name: 'again', message: { kind: 'verdict', investigation: { ...INVESTIGATION, changes: CHANGES, alsoOpen: ALSO_OPEN } } },
    { name: 'a failure without a cause', message: { kind: 'verdict', investigation: assessFindings(FINDINGS.slice(0, 1), []) } },
    { name: 'no cause found', message: { kind: 'verdict', investigation: assessFindings(FINDINGS.slice(2), []) } },
  ],
  summary: SUMMARIES,
  blocked: [
    {
      name: 'a scope is missing',
      message: {
        kind: 'blocked',
        incidentId,
        step: 'createWarRoom',
        problem: {
          code: 'slack_missing_scope',
          message: 'Slack conversations.create: missing scope groups:write',
          mend: 'Add groups:write to the app, and reinstall it.',
        },
      },
    },
  ],
  news: NEWS,
  proposal: PROPOSALS,
  reminder: [
    { name: 'to the owner', message: { kind: 'reminder', ...ASKED, wantsCommander: false, buttons: ['resolve'] } },
    {
      name: 'without a commander',
      message: { kind: 'reminder', ...ASKED, asked: [], acknowledgedBy: null, wantsCommander: true, buttons: ['resolve'] },
    },
  ],
  recovered: [{ name: 'all alerts', message: { kind: 'recovered', ...ASKED, buttons: ['resolve'] } }],
  outcome: [
    {
      name: 'resolved',
      message: {
        kind: 'outcome',
        incidentId,
        reopenUntil: afterMinutes(1_440),
        buttons: ['reopen'],
        facts: {
          timeToWarRoomMs: 310,
          timeToAcknowledgeMs: 180_000,
          timeToResolveMs: 2_400_000,
          acknowledgedBy: 'Dana Brandt',
          resolvedBy: 'Dana Brandt',
          commander: 'Omar Castillo',
          escalated: 1,
          reopenings: 1,
          hypothesis: INVESTIGATION.hypothesis,
        },
      },
    },
  ],
};
