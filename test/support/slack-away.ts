import { applyCommand } from '../../src/incident/commands/apply-command';
import type { Command, ReadAlertUpdate } from '../../src/incident/model/commands';
import type { Effect } from '../../src/incident/model/effects';
import type { IncidentState } from '../../src/incident/model/state';
import { isRefusal } from '../../src/incident/text/refusal';
import { newsOf } from '../../src/incident/war-room/news';
import { outcomeFacts } from '../../src/incident/war-room/outcome';
import type { OutboxItem } from '../../src/workflows/contract/run-handover';
import { BY_BYTES, type MergeRule } from '../../src/workflows/outbox/merge-rule';
import { Outbox, type OutboxHost } from '../../src/workflows/outbox/outbox';
import { after } from './sample-state';

/** Nothing can be delivered. */
export const AWAY: OutboxHost = {
  perform: async () => {},
  isReady: () => false,
  isObsolete: () => false,
  isBegun: () => false,
  failed: () => null,
  holdFor: () => null,
  now: () => after(0),
};

/** An incident whose messages and pages all wait, because Slack is away. */
export class SlackAway {
  readonly outbox: Outbox;
  private count = 0;

  constructor(
    public state: IncidentState,
    rule: MergeRule = BY_BYTES,
  ) {
    this.outbox = new Outbox(AWAY, [], rule);
  }

  apply(command: Command | ReadAlertUpdate, at: string): void {
    const applied = applyCommand(this.state, command, at);
    if (isRefusal(applied)) throw new Error(applied.message);
    this.state = applied.state;
    for (const effect of applied.effects) this.do(effect);
  }

  /** As the workflow does it. */
  private do(effect: Effect): void {
    this.count += 1;
    const key = `PROD-20260101-001/${effect.kind}/${this.count}`;
    const item = this.itemFor(effect, key);
    if (item !== null) this.outbox.add(item);
  }

  private itemFor(effect: Effect, key: string): OutboxItem | null {
    switch (effect.kind) {
      case 'postNews': {
        const message = newsOf(this.state);
        return message === null ? null : { kind: 'say', key, message };
      }
      case 'postOutcome': {
        const { incidentId, archiveDueAt } = this.state;
        return { kind: 'say', key, message: { kind: 'outcome', incidentId, facts: outcomeFacts(this.state), reopenUntil: archiveDueAt } };
      }
      case 'callPeople':
        return { kind: 'call', key, call: effect };
      case 'writeReport':
        return { kind: 'writeReport' };
      default:
        return null;
    }
  }
}
