import { condition } from '@temporalio/workflow';
import { type Deadline, isDue, nextDeadline } from '../../incident/escalation/deadlines';
import { limitedSummary } from '../../incident/text/limited-text';
import { LATE_COMMIT_MS } from '../room/late-commit';
import { now } from '../state/now';
import type { IncidentRun } from './incident-run';

type Wakening = Omit<Deadline, 'kind'> & { readonly kind: Deadline['kind'] | 'sweep' | 'putOff' | 'slackAway' | 'proposal' };

/** Wakes the workflow when something is due. The state keeps absolute times, so runs and outages do not shift them. */
export class DeadlineClock {
  /** When to look for late copies of messages; null if nothing has an unclear outcome. */
  private sweepAt: string | null = null;

  constructor(private readonly incident: IncidentRun) {}

  /** True if the time for reopening has passed. */
  get isArchiveDue(): boolean {
    const { archiveDueAt, status } = this.incident.state();
    return status === 'resolved' && archiveDueAt !== null && Date.parse(archiveDueAt) <= Date.parse(now());
  }

  /** Returns when the next deadline has come, or earlier if `isNews` holds or the deadlines have changed. */
  async wait(isNews: () => boolean): Promise<void> {
    this.scheduleSweep();
    const due = this.next();
    // Checked once all simultaneous events are handled, which is the moment to show their result.
    const isAwaited = (): boolean => {
      this.incident.byHand.show();
      return isNews() || this.wantsSweep();
    };
    if (due === null) {
      await condition(() => isAwaited() || this.next() !== null);
      return;
    }
    const waitMs = Math.max(1, Date.parse(due.at) - Date.parse(now()));
    // A postponed deadline is checked again at its original time, so that commands do not each cost a new timer.
    const isOther = (): boolean => {
      const next = this.next();
      return next === null || next.kind !== due.kind || next.at < due.at;
    };
    await condition(() => isAwaited() || isOther(), waitMs, { summary: limitedSummary(due.summary) });
  }

  meetWhatIsDue(): void {
    if (this.sweepAt !== null && this.sweepAt <= now()) {
      this.sweepAt = null;
      this.incident.outbox.add({ kind: 'sweep' });
    }
    const { slackAwayAt } = this.incident.pages;
    if (slackAwayAt !== null && slackAwayAt <= now()) this.incident.pages.slackIsAway();
    this.incident.actions.meetWhatIsDue();
    this.incident.outbox.goOn();
    const due = nextDeadline(this.incident.state());
    if (due !== null && due.kind !== 'archive' && isDue(due, now())) this.incident.commands.meet(due);
  }

  private next(): Wakening | null {
    const first = nextDeadline(this.incident.state());
    // If archiving is due but the response is still running, the end of the response wakes the workflow.
    const due = first?.kind === 'archive' && this.isArchiveDue ? null : first;
    const { slackAwayAt } = this.incident.pages;
    const putOffTo = this.incident.outbox.nextDue(now());
    const { nextDue } = this.incident.actions;
    const all: readonly (Wakening | null)[] = [
      due,
      nextDue === null ? null : { kind: 'proposal', at: nextDue, summary: 'unless someone approves it, a proposal expires' },
      this.sweepAt === null ? null : { kind: 'sweep', at: this.sweepAt, summary: 'remove duplicate messages' },
      slackAwayAt === null
        ? null
        : { kind: 'slackAway', at: slackAwayAt, summary: 'page people outside Slack, unless they have been paged in it' },
      putOffTo === null ? null : { kind: 'putOff', at: putOffTo, summary: 'retry failed pages, tell what alerts changed' },
    ];
    return all.reduce((first, other) => (first === null || (other !== null && other.at < first.at) ? other : first), null);
  }

  private wantsSweep(): boolean {
    const { outbox, messenger } = this.incident;
    return this.sweepAt === null && this.incident.state().responseComplete && messenger.hasUnclear && !outbox.has('sweep');
  }

  private scheduleSweep(): void {
    if (this.wantsSweep()) this.sweepAt = new Date(Date.parse(now()) + LATE_COMMIT_MS).toISOString();
  }
}
