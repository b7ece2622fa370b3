import { dueEndings, pagesFor, slackAwayAt, withEnding, withSlackAway } from '../../incident/escalation/pages';
import type { CallPeople } from '../../incident/model/effects';
import type { IncidentState } from '../../incident/model/state';
import type { IncidentRecord } from '../state/incident-record';
import type { Outbox } from './outbox';

/** The incident behind the pages. */
interface PagedIncident {
  readonly record: IncidentRecord;
  readonly outbox: Outbox;
  state(): IncidentState;
  keyOf(name: string, item: string): string;
  nextNumber(): number;
}

/** Decides when people are paged outside the chat, and when those pages end. Does nothing if the policy names no service. */
export class Pages {
  constructor(private readonly incident: PagedIncident) {}

  add(why: 'started' | CallPeople): void {
    this.send(pagesFor(this.incident.state(), why));
  }

  /** When people will have waited too long to be paged in the chat (RFC 3339); null if none are waiting. */
  get slackAwayAt(): string | null {
    const { outbox } = this.incident;
    const times = [...outbox.running(), ...outbox.left()].flatMap((item) => (item.kind === 'call' ? (item.since ?? []) : []));
    return slackAwayAt(this.incident.state(), times.sort()[0] ?? null);
  }

  slackIsAway(): void {
    const state = this.incident.state();
    const pages = pagesFor(state, 'slackUnreachable');
    this.incident.record.change({ pages: withSlackAway(state) });
    this.send(pages);
  }

  /** Adds the endings that follow from the incident's status. */
  end(): void {
    const { incident } = this;
    for (const due of dueEndings(incident.state())) {
      const { pager, ending } = due;
      incident.record.change({ pages: withEnding(incident.state(), pager, ending) });
      incident.outbox.add({ kind: 'endPages', key: incident.keyOf('page', `${ending}-${incident.nextNumber()}`), ...due });
    }
  }

  private send(pages: ReturnType<typeof pagesFor>): void {
    const { outbox } = this.incident;
    for (const page of pages) {
      const isKnown = [...outbox.running(), ...outbox.left()].some(
        (item) => item.kind === 'page' && item.pager === page.pager && item.key === page.key,
      );
      if (!isKnown) outbox.add({ kind: 'page', ...page });
    }
  }
}
