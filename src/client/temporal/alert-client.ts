import { createHash } from 'node:crypto';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { AlertDelivery } from '../../incident/alert-groups/delivery';
import { anonymousIdentity } from '../../incident/alerts/anonymous-identity';
import { boundedEvent } from '../../incident/alerts/bounded-event';
import { claimedIncidents, isOwnPage } from '../../incident/alerts/own-page';
import type { EventStatus, NormalizedEvent } from '../../incident/model/incident';
import { urgencyOf } from '../../incident/model/severity';
import { ALERT_DELIVERED, GROUP_WORKFLOW_TYPE, type GroupStart, groupIdOf } from '../../workflows/contract/alert-messages';
import { WORKFLOW_TYPE } from '../../workflows/contract/messages';
import { attributePairs } from '../../workflows/contract/search-attributes';
import { inLanes } from './in-lanes';
import { reachable, taken } from './reachable';
import { RUN_OPTIONS } from './run-options';

/** One delivery of a sender: a body holds one or more events. */
export interface IncomingAlerts {
  /** The sender's name, as under `sources` in the configuration. */
  readonly instance: string;
  readonly events: readonly NormalizedEvent[];
  /** The vendor's own id of the delivery, equal in each retry; null if it has none. */
  readonly messageId: string | null;
  /** Our own id, for what was found by asking the sender; then the ids above say nothing. */
  readonly ownId?: string;
  /** For such a finding: how many deliveries the group had handled in the state that was compared. */
  readonly basedOn?: number;
  /** SHA-256 of the raw body, in hexadecimal. */
  readonly bodyDigest: string;
  /** RFC 3339, UTC. */
  readonly receivedAt: string;
  /** Who is paged if they open an incident; absent: those whom the configuration names. */
  readonly users?: readonly string[];
}

/** What became of a delivery. `group` is the workflow's id. */
export interface DeliveryAnswer {
  readonly accepted: readonly { readonly group: string; readonly status: EventStatus; readonly title: string }[];
  readonly ignored: readonly { readonly title: string; readonly why: string }[];
}

export interface AlertClientOptions {
  readonly client: Client;
  readonly address: string;
  /** Labels that decide whether an incident is private. */
  readonly privateLabels: readonly string[];
}

/** Hands alerts to their groups. No worker is needed: the groups take them up once one runs. */
export class AlertClient {
  constructor(private readonly options: AlertClientOptions) {}

  /**
   * Returns once Temporal holds every event. Safe to repeat: a group applies a delivery once.
   * @throws ServiceUnreachableError if Temporal may not hold all of them.
   */
  async deliver(alerts: IncomingAlerts): Promise<DeliveryAnswer> {
    const own = new Set(await this.ownPages(alerts.events));
    const wanted = alerts.events.map((event, index) => ({ event, index })).filter(({ event }) => !reportsNothing(event) && !own.has(event));
    const groups = await inLanes(LANES, wanted, ({ event, index }) => this.send(alerts, event, index));
    return {
      accepted: wanted.flatMap(({ event: { status, title } }, index) =>
        status === 'ignored' ? [] : [{ group: groups[index] ?? '', status, title }],
      ),
      ignored: alerts.events
        .filter((event) => event.status === 'ignored' || own.has(event))
        .map((event) => ({ title: event.title, why: own.has(event) ? OWN_PAGE : (event.statusNote?.text ?? WITHOUT_REASON) })),
    };
  }

  /** The events that our own pages caused. If an event does not say so for certain, an incident with the id that it gives is looked up. */
  private async ownPages(events: readonly NormalizedEvent[]): Promise<readonly NormalizedEvent[]> {
    const ids = [...new Set(events.flatMap(claimedIncidents))];
    const found = await inLanes(LANES, ids, (id) => this.isIncident(id));
    const incidents = new Set(ids.filter((_, index) => found[index]));
    return events.filter((event) => isOwnPage(event) || claimedIncidents(event).some((id) => incidents.has(id)));
  }

  /** A closed one counts too: its page may still be open elsewhere. */
  private async isIncident(id: string): Promise<boolean> {
    const { client, address } = this.options;
    try {
      const { type } = await reachable(address, () => client.workflow.getHandle(id).describe(), NOT_ACCEPTED);
      return type === WORKFLOW_TYPE;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  private async send(
    { instance, messageId, ownId, basedOn, bodyDigest, receivedAt, users }: IncomingAlerts,
    event: NormalizedEvent,
    index: number,
  ): Promise<string> {
    const { client, address, privateLabels } = this.options;
    const fingerprint = event.fingerprint ?? anonymousIdentity(event);
    const workflowId = groupIdOf(instance, shortHash(fingerprint));
    const vendorId = messageId === null ? `${bodyDigest.slice(0, 32)}@${receivedAt.slice(0, 16)}` : shortHash(messageId);
    const id = ownId ?? vendorId;
    const delivery: AlertDelivery = {
      id: index === 0 ? id : `${id}#${index}`,
      isVendorId: messageId !== null || ownId !== undefined,
      receivedAt,
      event: boundedEvent({ ...event, fingerprint }, privateLabels),
      ...(basedOn === undefined ? {} : { basedOn }),
      ...(users === undefined ? {} : { users }),
    };
    const start: GroupStart = { instance, fingerprint };
    await taken(
      address,
      () =>
        client.workflow.signalWithStart(GROUP_WORKFLOW_TYPE, {
          workflowId,
          ...RUN_OPTIONS,
          args: [start],
          signal: ALERT_DELIVERED,
          signalArgs: [delivery],
          priority: { priorityKey: urgencyOf(event.severity) },
          typedSearchAttributes: new TypedSearchAttributes().updateCopy(attributePairs({ source: instance })),
        }),
      NOT_ACCEPTED,
    );
    return workflowId;
  }
}

/** Signals sent at once. A delivery may hold thousands of groups, and other senders must not wait for all of them. */
const LANES = 20;
const OWN_PAGE = 'one of our own pages caused it, so it opens no incident';
const WITHOUT_REASON = 'it was suppressed at its source';
const NOT_ACCEPTED = 'The alert may not have been accepted. Sending it again is safe.';

/** A message that reports no alert, such as the confirmation of a subscription, belongs to no group. */
function reportsNothing({ statusNote }: NormalizedEvent): boolean {
  return statusNote?.kind === 'notAnAlert';
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
