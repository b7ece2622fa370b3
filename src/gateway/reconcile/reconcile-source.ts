import type { Logger } from 'pino';
import type { AlertGroupState, GroupStatus } from '../../incident/alert-groups/group-state';
import type { HeldAlerts } from '../../incident/alert-groups/held-alerts';
import { type Finding, isAbsence, reconcile } from '../../incident/alert-groups/reconcile';
import type { AlertIntake } from '../alert-intake';
import type { Holdings } from './ask-alertmanager';

/** Running groups of a sender in one of these statuses, the newest first. @throws if none of them can be read now. */
export type FollowedGroups = (filter: {
  readonly source: string;
  readonly statuses: readonly GroupStatus[];
  readonly limit: number;
}) => Promise<{
  readonly states: readonly AlertGroupState[];
  /** How many could not be read, and are left out. */
  readonly unread: number;
}>;

export interface ReconcileTimes {
  /** From one comparison to the next, and between the two that must agree that an alert is missing. */
  readonly everyMs: number;
  /** After a comparison that failed. */
  readonly retryMs: number;
  /** How long an Alertmanager must have been running before an alert can count as missing. */
  readonly grownUpMs: number;
}

/**
 * Alertmanager keeps no alerts over a restart. Prometheus sends each one again a minute after the last time, or at the rule's next
 * evaluation if that is later; five minutes cover the usual intervals, and a Prometheus that restarts as well. An Alertmanager
 * that is up reports a recovery itself, within `group_interval` (5 minutes by default). So if an alert was missing for five minutes,
 * and nothing was heard of it in between, nothing more will be heard of it.
 */
export const USUAL_TIMES: ReconcileTimes = { everyMs: 300_000, retryMs: 30_000, grownUpMs: 300_000 };

export interface SourceParts {
  readonly source: string;
  readonly ask: () => Promise<Holdings>;
  readonly followed: FollowedGroups;
  readonly intake: AlertIntake;
  readonly log: Logger;
  readonly now: () => number;
  readonly times: ReconcileTimes;
}

/** The most groups compared at once. Recovered groups are read only if an alert fires that no firing group knows. */
const MAX_FIRING = 1_000;
const MAX_RECOVERED = 300;

/** Compares the groups of one Alertmanager with what it holds, time after time. */
export class SourceReconciliation {
  /** Findings of missing alerts, with the time at which each was first made. */
  private missing = new Map<string, number>();
  /** Alerts that no firing group knows, and for which the recovered groups were searched. */
  private searched: ReadonlySet<string> = new Set();
  private trouble = '';

  constructor(private readonly parts: SourceParts) {}

  /** Compares once, and never throws. Returns how long to wait, in milliseconds. */
  async compare(): Promise<number> {
    const { source, log, times } = this.parts;
    try {
      const waitMs = await this.pass();
      if (this.trouble !== '') log.info({ source }, 'the comparison with the Alertmanager works again');
      this.trouble = '';
      return waitMs;
    } catch (error) {
      const { message, hint } = error as Error & { hint?: string };
      if (message !== this.trouble)
        log.warn(
          { source, problem: message, mend: hint },
          "couldn't compare the groups with the Alertmanager, so recoveries that it did not report are not noticed; trying again",
        );
      this.trouble = message;
      return times.retryMs;
    }
  }

  private async pass(): Promise<number> {
    const { source, ask, followed, times, now } = this.parts;
    const at = now();
    // The groups are read first, so that the Alertmanager's answer is the newer of the two.
    const { states: firing, unread } = await followed({ source, statuses: ['firing', 'quiet'], limit: MAX_FIRING });
    const { alerts, ageMs } = await ask();
    const strangers = strangersIn(firing, alerts);
    const isSearched = [...strangers].every((fingerprint) => this.searched.has(fingerprint));
    const { states: recovered, unread: unsearched } = isSearched
      ? { states: [], unread: 0 }
      : await followed({ source, statuses: ['settling', 'recovered'], limit: MAX_RECOVERED });
    // An alert that a firing group knows has come under another key, so it does not make its former group fire again.
    const unknown = new Map([...alerts].filter(([fingerprint]) => strangers.has(fingerprint)));
    const findings = [...firing.flatMap((state) => reconcile(state, alerts)), ...recovered.flatMap((state) => reconcile(state, unknown))];
    const isGrownUp = ageMs >= times.grownUpMs;
    const absences = isGrownUp ? findings.filter(isAbsence) : [];
    const missing = new Map(absences.map(({ id }) => [id, this.missing.get(id) ?? at] as const));
    this.missing = missing;
    const isSure = (found: Finding): boolean => !isAbsence(found) || at - (missing.get(found.id) ?? at) >= times.everyMs;
    for (const found of findings.filter(isSure)) await this.deliver(found);
    // Thrown before the search is noted as done, so that the next round searches again.
    if (unread + unsearched > 0) throw new Error(UNREAD);
    this.searched = strangers;
    return isGrownUp ? times.everyMs : Math.min(times.everyMs, times.grownUpMs - ageMs);
  }

  private async deliver({ group, id, basedOn, kind, event }: Finding): Promise<void> {
    const { source, intake, log, now } = this.parts;
    const receivedAt = new Date(now()).toISOString();
    await intake.deliver({
      instance: source,
      events: [event],
      messageId: null,
      ownId: id,
      basedOn,
      bodyDigest: '',
      receivedAt,
    });
    log.info({ source, group, kind }, 'told a group what its Alertmanager knows');
    this.missing.delete(id);
  }
}

const UNREAD = "couldn't read the states of some groups, so these were not compared; check that workers are running";

/** The alerts that fire and that no firing group knows. */
function strangersIn(firing: readonly AlertGroupState[], alerts: HeldAlerts): ReadonlySet<string> {
  const known = new Set(firing.flatMap((state) => state.firing.fingerprints));
  const active = [...alerts.values()].filter(({ isSuppressed }) => !isSuppressed).map(({ fingerprint }) => fingerprint);
  return new Set(active.filter((fingerprint) => !known.has(fingerprint)));
}
