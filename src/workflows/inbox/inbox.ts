import { awaitsParse, mustWait } from '../../incident/commands/command-preconditions';
import type { Check } from '../../incident/commands/decisions';
import type { Vouching } from '../../incident/commands/proposals';
import type { AlertOutcome } from '../../incident/model/alert-outcome';
import type { AlertUpdate, Command, ReadAlert } from '../../incident/model/commands';
import type { UnresolvedReference } from '../../incident/model/responders';
import { type PeopleCheck, peopleToCheck } from '../../incident/people/check-people';
import { assertNever } from '../../incident/text/assert-never';
import type { Refusal } from '../../incident/text/refusal';
import { problemOf, wasCancelled } from '../calls/judge-failure';
import { LaneQueue } from '../calls/lane-queue';
import type { InboxItem, VouchedItem } from '../contract/run-handover';
import type { IncidentAccess } from '../incident-access';
import { now } from '../state/now';

/** Short, because someone is waiting for the answer and Slack may be down. */
const CHECK_WITHIN_MS = 4_000;

/** The outcome of a command or an alert. `repeated` means its request id had already acted. */
export type Outcome = Done | Refusal;
interface Done {
  readonly repeated: boolean;
  /** What an alert did to the incident. */
  readonly alert?: AlertOutcome;
  /** People who were not found; the command went ahead without them. */
  readonly notFound?: readonly UnresolvedReference[];
  /** Why it is unknown whether these people exist. */
  readonly unchecked?: string;
}

/** The receipt for accepted input. It receives the outcome once there is one. */
export interface Receipt {
  outcome?: Outcome;
}

export interface InboxHost {
  applyCommand(command: Command, check?: Check): Outcome;
  /** What the worker that may run actions says about a command; undefined if there is no need to ask. */
  vouchFor(item: VouchedItem): Promise<Vouching | undefined>;
  applyAlert(update: AlertUpdate, read: readonly ReadAlert[] | Refusal): Outcome;
}

interface Entry {
  readonly kind: InboxItem['kind'];
  readonly item: InboxItem;
  readonly receipt: Receipt;
}

const LANES: Readonly<Record<InboxItem['kind'], string>> = {
  readAlert: 'alerts',
  applyCommand: 'commands',
  checkPeople: 'checks',
  checkActor: 'actors',
  vouch: 'proposals',
};

/** What concerns one proposal is done in order; proposals do not wait for each other. */
function laneOf(item: InboxItem): string {
  if (item.kind !== 'vouch') return LANES[item.kind];
  const { command } = item;
  return `${LANES.vouch} ${command.name === 'proposeAction' ? command.claim.proposalId : command.proposalId}`;
}

/** Input that waits: to be read or looked up by an activity, or for the parsed incident. */
export class Inbox {
  private readonly queue: LaneQueue<Entry>;

  constructor(
    private readonly incident: IncidentAccess,
    private readonly host: InboxHost,
    left: readonly InboxItem[],
  ) {
    const entries = left.map((item) => ({ kind: item.kind, item, receipt: {} }));
    this.queue = new LaneQueue(
      {
        laneOf: ({ item }) => laneOf(item),
        isReady: ({ item }) => this.isReady(item),
        perform: (entry) => this.perform(entry),
        failed: ({ kind }, error) => {
          incident.record.degrade(kind, problemOf(error));
          return null;
        },
        // News of alerts wait while others are being read.
        rested: () => {
          if (incident.patches.countsAlerts) incident.outbox.goOn();
        },
      },
      entries,
    );
  }

  add(item: InboxItem, receipt: Receipt): void {
    this.queue.add({ kind: item.kind, item, receipt });
  }

  has(kind: InboxItem['kind']): boolean {
    return this.queue.has(kind);
  }

  goOn(): void {
    this.queue.goOn();
  }

  goOnWith(item: InboxItem): void {
    this.queue.goOnIn(laneOf(item));
  }

  isIdle(): boolean {
    return this.queue.isIdle();
  }

  isStill(): boolean {
    return this.queue.isStill();
  }

  interrupt(): void {
    this.queue.interrupt();
  }

  left(): readonly InboxItem[] {
    return this.queue.left().map(({ item }) => item);
  }

  running(): readonly InboxItem[] {
    return this.queue.running().map(({ item }) => item);
  }

  private isReady(item: InboxItem): boolean {
    switch (item.kind) {
      case 'readAlert':
        return !awaitsParse(this.incident.state());
      case 'vouch':
        return item.command.name === 'approveAction' || !awaitsParse(this.incident.state());
      case 'applyCommand':
        return !mustWait(this.incident.state(), item.command.name);
      case 'checkPeople':
      case 'checkActor':
        return true;
      default:
        return assertNever(item);
    }
  }

  private async perform({ item, receipt }: Entry): Promise<void> {
    switch (item.kind) {
      case 'readAlert':
        return this.readAlert(item.update, receipt);
      case 'applyCommand':
        this.apply(receipt, item.command);
        return;
      case 'vouch':
        this.apply(receipt, item.command, await this.host.vouchFor(item));
        return;
      case 'checkPeople':
      case 'checkActor':
        return this.checkPeople(item.command, receipt);
      default:
        return assertNever(item);
    }
  }

  private async readAlert(update: AlertUpdate, receipt: Receipt): Promise<void> {
    const { event, source, title } = update;
    const input = { event, receivedAt: now(), ...(source === undefined ? {} : { source }), ...(title === undefined ? {} : { title }) };
    try {
      const { value: events } = await this.incident.activities.call('readAlertUpdate', input, { activityId: this.idOf('readAlert') });
      receipt.outcome = this.host.applyAlert(update, events);
    } catch (error) {
      if (wasCancelled(error)) throw error;
      receipt.outcome = this.host.applyAlert(update, { code: 'invalid', message: problemOf(error).message });
    }
  }

  /** Looks up the people that the command names, for as long as the sender may be kept waiting, then applies it. */
  private async checkPeople(command: Command, receipt: Receipt): Promise<void> {
    const users = peopleToCheck(this.incident.state(), command);
    const apply = (check?: PeopleCheck): void => this.apply(receipt, command, check);
    if (users.length === 0) return apply();
    try {
      const about = { activityId: this.idOf('checkPeople'), summary: users.join(', '), withinMs: CHECK_WITHIN_MS };
      // An acknowledgement does not let anyone into the room, so a name is enough.
      const isPrivate = command.name !== 'acknowledge' && this.incident.state().incident?.privacy !== 'public';
      const { value: resolution } = await this.incident.activities.call('resolveSlackUsers', { users, isPrivate }, about);
      apply({ kind: 'looked', resolution });
    } catch (error) {
      if (wasCancelled(error)) throw error;
      apply({ kind: 'unavailable', reason: problemOf(error).message });
    }
  }

  private apply(receipt: Receipt, command: Command, check?: Check): void {
    receipt.outcome = this.host.applyCommand(command, check);
  }

  private idOf(what: string): string {
    return `${what}.${this.incident.nextNumber()}`;
  }
}
