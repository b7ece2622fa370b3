import { judgeWaiting, type ProbeQueue } from '../../incident/investigation/judge-waiting';
import { unknownFinding } from '../../incident/investigation/unknown-finding';
import type { Finding, SelectedProbe } from '../../incident/model/finding';
import type { Incident } from '../../incident/model/incident';
import type { Problem } from '../../incident/model/state';
import { AtMost } from '../calls/at-most';
import { problemOf, wasCancelled, wasNotTaken } from '../calls/judge-failure';
import type { NodeRun } from '../graph/step-graph';
import type { IncidentRecord } from '../state/incident-record';
import { now } from '../state/now';
import type { ProbeWork, ResponseContext } from './response-context';

/** The most that one worker runs; more probes from one incident would only queue ahead of other incidents' probes. */
const AT_ONCE = 8;

/** Runs probes until each one has a finding. */
export class ProbeRuns implements ProbeWork {
  private readonly places = new AtMost(AT_ONCE);
  /** The check of the queue that is under way; all probes waiting at that moment share it. */
  private look: Promise<ProbeQueue> | undefined;
  private looks = 0;

  /** Keys of findings from an investigation that an earlier run's end interrupted; these need no probe. */
  private readonly standing: Set<string>;

  constructor(
    private readonly call: ResponseContext['call'],
    private readonly record: Pick<IncidentRecord, 'state' | 'change'>,
    standing: readonly string[],
  ) {
    this.standing = new Set(standing);
  }

  select(probes: readonly SelectedProbe[]): void {
    this.standing.clear();
    this.record.change({ probes, findings: [] });
  }

  async run(run: NodeRun<'runProbe'>, probe: SelectedProbe): Promise<Finding> {
    const { incident, findings } = this.record.state;
    if (incident === null) throw new Error('a probe runs after the incident is parsed');
    const standing = this.standing.has(probe.key) ? findings.find(({ key }) => key === probe.key) : undefined;
    if (standing !== undefined) return standing;
    const finding = await this.places.run(() => this.untilTaken(run, incident, probe));
    this.record.change({ findings: [...this.record.state.findings.filter(({ key }) => key !== finding.key), finding] });
    return finding;
  }

  /**
   * A probe that no worker takes in time is scheduled again if workers are polling, because other probes are then ahead of
   * it. The timeout does not say which is the case, so the queue is checked.
   */
  private async untilTaken(run: NodeRun<'runProbe'>, incident: Incident, probe: SelectedProbe): Promise<Finding> {
    const startedAt = now();
    const unknown = (problem: Problem): Finding => unknownFinding(probe, problem, startedAt, now());
    const about = probe.target ?? probe.service;
    const summary = about === undefined ? probe.title : `${probe.title} ${about}`;
    for (let turn = 1; ; turn += 1) {
      try {
        const item = turn === 1 ? probe.key : `${probe.key}.${turn}`;
        return await this.call(run, { incident, probe, round: run.round }, { item, summary });
      } catch (error) {
        if (wasCancelled(error)) throw error;
        if (!wasNotTaken(error)) return unknown(problemOf(error));
      }
      const waiting = judgeWaiting(await this.queue(run), Date.parse(now()) - Date.parse(startedAt));
      if (waiting.kind === 'giveUp') return unknown(waiting.problem);
    }
  }

  private queue(run: NodeRun): Promise<ProbeQueue> {
    if (this.look !== undefined) return this.look;
    this.looks += 1;
    const look = this.call({ ...run, activity: 'describeProbeQueue' }, {}, { item: `queue.${this.looks}` }).finally(() => {
      this.look = undefined;
    });
    this.look = look;
    return look;
  }
}
