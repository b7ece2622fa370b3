import { randomUUID } from 'node:crypto';
import { WithStartWorkflowOperation, WorkflowNotFoundError } from '@temporalio/client';
import type { Workflow } from '@temporalio/common';
import { takesAlerts } from '../../incident/alert-groups/group-state';
import type {
  IdHint,
  IncidentDoor,
  JoinIncident,
  NoteOnIncident,
  OpenedIncident,
  OpenIncident,
  TellIncident,
  Told,
} from '../../incident/alert-groups/incident-door';
import { REDUCED_FIELD } from '../../incident/alerts/parse-reduced';
import { isOfPublic } from '../../incident/model/incident';
import { incidentIdPrefixOf } from '../../incident/model/incident-id';
import type { ServiceIncident } from '../../incident/model/investigation/service';
import { JOIN_UPDATE, JOIN_WORKFLOW_TYPE, joinIdOf } from '../../workflows/contract/alert-messages';
import { CommandRefusedError, IncidentClosedError, NoSuchIncidentError } from './errors';
import { FewAtOnce } from './in-lanes';
import type { IncidentClient } from './incident-client';
import { openServiceIncidents } from './list-incidents';
import { reachable, unreachable } from './reachable';
import { RUN_OPTIONS } from './run-options';
import { sendAlert } from './send-command';

type Status = Told['status'];

/** A workflow has at most ten updates under way; if hundreds of groups ask at once, nearly all are refused, and none gets on. */
const JOINS_AT_ONCE = 4;
/** Longer, and the activity that asked has been given up. */
const JOIN_WAIT_MS = 15_000;

/** Alerts of a storm ask for the same incidents, and each one found is looked at again. */
const LISTED_FOR_MS = 2_000;

/** The door to incidents for groups of alerts: each call is safe to repeat. */
export function createIncidentDoor(incidents: IncidentClient): IncidentDoor {
  const { client, address } = incidents.options;
  let last = { prefix: '', number: 0 };
  let listed = { at: 0, incidents: Promise.resolve<readonly ServiceIncident[]>([]) };
  const joining = new FewAtOnce(JOINS_AT_ONCE);

  async function look(incidentId: string): Promise<Status> {
    try {
      const { status, known } = await incidents.look(incidentId);
      const last = statusOf(known.status);
      return status === 'RUNNING' ? last : ONCE_CLOSED[last];
    } catch (error) {
      if (error instanceof NoSuchIncidentError) return 'closed';
      throw error;
    }
  }

  return {
    async hint(): Promise<IdHint> {
      const at = new Date();
      const prefix = incidentIdPrefixOf(incidents.options.rules.idPrefix, at);
      const counted = await incidents.countOf(prefix);
      // The server's count lags behind, and a storm asks many times within that moment.
      const number = Math.max(counted, last.prefix === prefix ? last.number : 0) + 1;
      last = { prefix, number };
      return { at: at.toISOString(), number };
    },

    async open({ event, token, from, actor, group, previous, users = [] }: OpenIncident): Promise<OpenedIncident> {
      const request = {
        event: { [REDUCED_FIELD]: [event] },
        actor,
        group,
        ...(users.length === 0 ? {} : { users }),
        ...(previous === null ? {} : { labels: { follows: previous } }),
      };
      const { incidentId } = await incidents.start(request, token, from);
      return { incidentId, created: true };
    },

    async tell({ incidentId, event, onlyIfOpen, ...message }: TellIncident): Promise<Told> {
      const before = onlyIfOpen === true ? await look(incidentId) : 'open';
      if (before !== 'open') return { status: before, outcome: null };
      try {
        const sent = await sendAlert(client, address, incidentId, { event: { [REDUCED_FIELD]: [event] }, ...message });
        return { status: statusOf(sent.status), outcome: sent.outcome ?? null };
      } catch (error) {
        const isGone = error instanceof WorkflowNotFoundError || error instanceof CommandRefusedError;
        const status = isGone ? await look(incidentId) : 'open';
        if (takesAlerts(status)) throw error;
        return { status, outcome: null };
      }
    },

    async note({ incidentId, text, ...base }: NoteOnIncident): Promise<void> {
      try {
        await incidents.command('addNote', incidentId, { ...base, text });
      } catch (error) {
        if (error instanceof IncidentClosedError || error instanceof NoSuchIncidentError || error instanceof CommandRefusedError) return;
        throw error;
      }
    },

    look,

    async openIncidents(): Promise<readonly ServiceIncident[]> {
      const now = Date.now();
      if (now - listed.at < LISTED_FOR_MS) return listed.incidents;
      const asked = openServiceIncidents(client, address);
      listed = { at: now, incidents: asked };
      return asked.catch((error: unknown) => {
        listed = { ...listed, at: 0 };
        throw error;
      });
    },

    async mayBeNamed(incidentId: string): Promise<boolean> {
      try {
        const { status, known } = await incidents.look(incidentId);
        return status === 'RUNNING' && statusOf(known.status) === 'open' && isOfPublic(known.title);
      } catch (error) {
        if (error instanceof NoSuchIncidentError) return false;
        throw error;
      }
    },

    async join(request: JoinIncident): Promise<OpenedIncident> {
      const start = new WithStartWorkflowOperation(JOIN_WORKFLOW_TYPE, {
        workflowId: joinIdOf(request.key),
        ...RUN_OPTIONS,
        args: [],
        workflowIdConflictPolicy: 'USE_EXISTING',
      });
      const update = () =>
        client.workflow.executeUpdateWithStart<Workflow, OpenedIncident, [JoinIncident]>(JOIN_UPDATE, {
          startWorkflowOperation: start,
          args: [request],
          // Not the token: an earlier attempt may have been accepted by a run that has ended.
          updateId: randomUUID(),
        });
      const askedAt = Date.now();
      return joining.run(request.key, () => {
        if (Date.now() - askedAt > JOIN_WAIT_MS) throw unreachable(address, 'too many groups join one incident at once');
        return reachable(address, update);
      });
    },
  };
}

/** What it is once its workflow has ended, by its last status. One that was still open has been terminated. */
const ONCE_CLOSED = { open: 'closed', resolved: 'archived', cancelled: 'cancelled' } as const;

/** An incident's own word for its status, as far as a group of alerts cares. */
function statusOf(status: string | null): keyof typeof ONCE_CLOSED {
  return status === 'cancelled' || status === 'resolved' ? status : 'open';
}
