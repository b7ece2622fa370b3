import type { HeadlineMessage } from '../../../incident/model/room-message';
import { SEVERITIES } from '../../../incident/model/severity';
import { INCIDENT_STATUSES, type IncidentStatus } from '../../../incident/model/state';
import { headlineButtons } from '../../../incident/war-room/buttons';
import { verdictOf } from '../../../incident/war-room/verdict';
import type { Sample } from './sample';
import { afterMinutes, DANA, INVESTIGATION, OMAR, sampleIncident } from './sample-incident';

const TEMPORAL_URL = 'https://temporal.example.com/namespaces/default/workflows/PROD-20260305-001';
const NO_ROLES = { commander: null, communications: null, scribe: null };

function headline(changes: Partial<HeadlineMessage>): HeadlineMessage {
  const { status = 'triggered' } = changes;
  return {
    kind: 'headline',
    incident: sampleIncident('critical'),
    status,
    buttons: headlineButtons({ status, closedAt: null, archiveDueAt: status === 'resolved' ? afterMinutes(1_440) : null }),
    revision: 3,
    team: [DANA, OMAR],
    assigned: true,
    acknowledgedBy: null,
    roles: NO_ROLES,
    result: RESULT,
    next: NEXT.triggered,
    blocked: [],
    temporalUrl: TEMPORAL_URL,
    ...changes,
  };
}

const { counts, health, confidence } = INVESTIGATION;
const { gist, actions } = verdictOf(INVESTIGATION);
const RESULT: HeadlineMessage['result'] = { counts, health, confidence, gist, firstAction: actions[0]?.text ?? '' };

const LEVEL = { number: 1, level: { name: 'on call', users: ['oncall@example.com'] }, again: false };
/** What usually happens next in each state. */
const NEXT: Readonly<Record<IncidentStatus, HeadlineMessage['next']>> = {
  triggered: { kind: 'acknowledge', calls: { level: LEVEL, at: afterMinutes(5) }, allCalled: false },
  acknowledged: { kind: 'news', at: afterMinutes(30), wantsCommander: true },
  resolved: { kind: 'close', at: afterMinutes(1_440) },
  reopened: { kind: 'acknowledge', calls: { level: LEVEL, at: afterMinutes(65) }, allCalled: false },
  cancelled: null,
};

/** Every severity in every state, then what is special. */
export const HEADLINES: readonly Sample<HeadlineMessage>[] = [
  ...INCIDENT_STATUSES.flatMap((status) =>
    SEVERITIES.map((severity) => ({
      name: `${status}, ${severity}`,
      message: headline({
        incident: sampleIncident(severity),
        status,
        next: NEXT[status],
        acknowledgedBy: status === 'acknowledged' ? 'Dana Brandt' : null,
      }),
    })),
  ),
  { name: 'the first half second', message: headline({ team: null, result: null }) },
  { name: "someone can't take it", message: headline({ declined: [OMAR.userId] }) },
  { name: 'no one found', message: headline({ team: [] }) },
  { name: 'everyone has been paged', message: headline({ next: { kind: 'acknowledge', calls: null, allCalled: true } }) },
  {
    name: 'with a commander, and recovered alerts',
    message: headline({
      status: 'acknowledged',
      acknowledgedBy: 'Dana Brandt',
      roles: { ...NO_ROLES, commander: DANA },
      next: { kind: 'news', at: afterMinutes(30), wantsCommander: false },
      haveRecovered: true,
    }),
  },
  {
    name: 'a blocked step',
    message: headline({
      blocked: [
        {
          step: 'resolveSlackUsers',
          problem: {
            code: 'slack_missing_scope',
            message: 'Slack users.list: missing scope users:read',
            mend: 'Add users:read, and reinstall the app.',
          },
        },
      ],
    }),
  },
];
