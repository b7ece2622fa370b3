import { condition, isCancellation, log, patched, proxyActivities, proxyLocalActivities, sleep } from '@temporalio/workflow';
import type { HeartbeatActivities, LocalHeartbeatActivities } from '../../activities/heartbeat-interface';
import { heartbeatReport } from '../../incident/heartbeats/heartbeat-report';
import type { HeartbeatSettings } from '../../incident/heartbeats/heartbeat-settings';
import { deadlineOf, type HeartbeatState, isMissed, withFeed, withReport } from '../../incident/heartbeats/heartbeat-state';
import { readFeed, readHeartbeatSettings } from '../../incident/heartbeats/read-heartbeat';
import { Alarm } from '../alert-group/alarm';
import { ACTIVITY_OPTIONS, LOCAL_OPTIONS } from '../alert-group/options';
import { problemOf } from '../calls/judge-failure';
import { now } from '../state/now';

const activities = proxyActivities<HeartbeatActivities>(ACTIVITY_OPTIONS);
const local = proxyLocalActivities<LocalHeartbeatActivities>(LOCAL_OPTIONS);
/** Any worker may answer, not only the one that has the workflow in its cache. */
const others = proxyActivities<LocalHeartbeatActivities>({ ...ACTIVITY_OPTIONS, allowEagerDispatch: false });

/** A late heartbeat has no deadline, so it checks this often whether it is still configured, in milliseconds. */
const LOOK_AGAIN_MS = 3_600_000;
const RETRY_MS = 60_000;
/** While workers are replaced one by one, some do not know a new heartbeat yet. So they are asked for an hour. */
const ASK_TIMES = 30;
const ASK_EVERY_MS = 120_000;
const ASKS_AGAIN = 'heartbeat-asks-again';

/** The running watch: takes feeds in, and reports when the heartbeat becomes late and when it no longer is. */
export class Heartbeat {
  state: HeartbeatState;
  isConfigured = true;
  /** Feeds to take in: their times. */
  private readonly feeds: string[] = [];
  private readonly alarm = new Alarm();
  private lookAgainAt = '';
  /** True if a signal has come since the workers were asked: only a process that knows the heartbeat sends one. */
  private isVouchedFor = false;

  constructor(state: HeartbeatState) {
    this.state = state;
    this.lookLater();
  }

  feed(payload: unknown): void {
    this.feeds.push(readFeed(payload, now()));
    this.feeds.sort();
    this.isVouchedFor = true;
  }

  configure(payload: unknown): void {
    const settings = readHeartbeatSettings(payload);
    if (settings === null) {
      log.warn('a signal without settings was ignored');
      return;
    }
    this.state = { ...this.state, settings };
    this.isVouchedFor = true;
    // The deadline may be earlier now.
    this.setAlarm();
  }

  get isWoken(): boolean {
    return this.feeds.length > 0 || this.isDue || this.alarm.isSilent;
  }

  setAlarm(): void {
    if (this.isLate) this.alarm.setFor(this.lookAgainAt, 'check whether it is still configured');
    else this.alarm.setFor(deadlineOf(this.state), 'the heartbeat is late');
  }

  async doWhatIsDue(): Promise<void> {
    while (this.isConfigured) {
      if (this.isDue) await this.meetDeadline();
      else {
        const fedAt = this.feeds.shift();
        if (fedAt === undefined) return;
        this.state = withFeed(this.state, fedAt);
      }
    }
  }

  private get isLate(): boolean {
    return this.state.lateSince !== null;
  }

  /**
   * Whether it has missed its deadline by now, or else by its next feed: one that came after the deadline does not undo that
   * it was missed, even if no worker ran meanwhile.
   */
  private get isMissed(): boolean {
    return isMissed(this.state, (this.isLate ? undefined : this.feeds[0]) ?? now());
  }

  private get isDue(): boolean {
    return this.isMissed !== this.isLate || (this.isLate && this.lookAgainAt <= now());
  }

  private async meetDeadline(): Promise<void> {
    const settings = await this.lookUp();
    this.lookLater();
    if (settings === null) {
      log.warn('the heartbeat is no longer configured, so it is no longer watched');
      this.isConfigured = false;
      if (this.isLate) await this.report(false);
      this.isConfigured = this.isVouchedFor;
      return;
    }
    this.state = { ...this.state, settings };
    // Meanwhile, a feed may have arrived.
    if (this.isMissed !== this.isLate) await this.report(this.isMissed);
  }

  /** Its settings, from whoever knows it; null if no one has known it for an hour. */
  private async lookUp(): Promise<HeartbeatSettings | null> {
    const { name } = this.state;
    this.isVouchedFor = false;
    const { value } = await local.lookUpHeartbeat({ name });
    if (value !== null || !patched(ASKS_AGAIN)) return value;
    for (let asked = 0; asked < ASK_TIMES; asked += 1) {
      const { value: known } = await others.lookUpHeartbeat({ name });
      if (known !== null) return known;
      await condition(() => this.isVouchedFor, ASK_EVERY_MS, { summary: 'ask again whether it is configured' });
      if (this.isVouchedFor) return this.state.settings;
    }
    return null;
  }

  /** Tries until the alert is handed over, because a failure must not end the watch. */
  private async report(isLate: boolean): Promise<void> {
    this.state = withReport(this.state, isLate);
    const report = heartbeatReport(this.state, now(), this.isConfigured);
    for (;;) {
      try {
        await activities.reportHeartbeat(report);
        return;
      } catch (error) {
        if (isCancellation(error)) throw error;
        log.error("couldn't hand over the heartbeat's alert; trying again in a minute", { problem: problemOf(error).message });
        await sleep(RETRY_MS, { summary: 'hand the alert over again' });
      }
    }
  }

  private lookLater(): void {
    this.lookAgainAt = new Date(Date.parse(now()) + LOOK_AGAIN_MS).toISOString();
  }
}
