import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { AlertClient } from '../../src/client/temporal/alert-client';
import { followedGroups } from '../../src/client/temporal/read-groups';
import { freePort } from '../../src/demo/components';
import { Reconciliation } from '../../src/gateway/reconcile/reconciliation';
import type { AlertGroupState } from '../../src/incident/alert-groups/group-state';
import { GatewayProcess } from '../alert-storm/gateway-process';
import { readStorm } from '../alert-storm/inspect-storm';
import { type AlertmanagerStack, startAlertmanagerStack, TOKEN } from '../support/alertmanager-stack';
import { type CrashingTemporal, startCrashingTemporal } from '../support/crashing-temporal';
import { describeWith } from '../support/needs';
import { configureQuietly } from '../support/quiet-runbook';
import { type Stack, startStack } from '../support/stack';
import { readUntil, waitUntil } from '../support/wait-until';

const seconds = (variable: string, usual: number): number => 1_000 * Number(process.env[variable] ?? usual);
const GATEWAY_AWAY_MS = seconds('GATEWAY_AWAY_SECONDS', 60);
const WORKER_AWAY_MS = seconds('WORKER_AWAY_SECONDS', 300);
const TEMPORAL_AWAY_MS = seconds('TEMPORAL_AWAY_SECONDS', 30);
/** 300 is what the gateway itself does. For less, a second gateway's comparison runs beside it, here. */
const COMPARE_MS = seconds('COMPARE_SECONDS', 300);
const USUAL_COMPARE_MS = 300_000;
/** One comparison may have just begun, two must agree, and the Alertmanager must be old enough for the first. */
const CAUGHT_UP_WITHIN_MS = 4 * COMPARE_MS + 60_000;

const RULES = ['First', 'Restarted', 'Gateway', 'Gap', 'Worker', 'Temporal', 'Missed', 'Lasting'] as const;
type Rule = (typeof RULES)[number];

describeWith(['temporal', 'alertmanager'], 'a real Alertmanager, while everything around it is away for a time', () => {
  let temporal: CrashingTemporal;
  let stack: Stack;
  let gateway: GatewayProcess;
  let alerts: AlertmanagerStack;
  let compared: Reconciliation | null = null;
  const figures: string[] = [];

  beforeAll(async () => {
    temporal = await startCrashingTemporal();
    stack = await startStack({ temporalAddress: temporal.address });
    gateway = new GatewayProcess(await freePort(), stack.folder, { ...stack.env, PROD_AM_TOKEN: TOKEN });
    const packages = process.env.TEST_PROMETHEUS_FOLDER ?? '';
    alerts = await startAlertmanagerStack({ packages, folder: stack.folder, gateway: gateway.address, rules: RULES });
    configureQuietly(stack.folder, `alerts: { settle: 1s }\n${alerts.sources}`);
    gateway.start();
    stack.startWorker();
    await Promise.all([alerts.startAlertmanager(), alerts.startPrometheus()]);
    if (COMPARE_MS < USUAL_COMPARE_MS) compared = compareHere(stack, alerts.url, temporal.address);
  });
  afterAll(async () => {
    compared?.stop();
    await alerts?.stop();
    await gateway?.kill();
    await stack?.stop();
    await temporal?.stop();
  });

  const groups = async (): Promise<readonly AlertGroupState[]> => {
    const statuses = ['firing', 'settling', 'recovered', 'quiet'] as const;
    return (await followedGroups(stack.client, temporal.address, { source: 'prod-am', statuses, limit: 99 })).states;
  };
  const find = async (rule: Rule): Promise<AlertGroupState | undefined> =>
    (await groups().catch(() => [])).find(({ event }) => event?.alertName === rule);
  /** Waits until the rule's group, and its incident, are as wanted. */
  async function until(rule: Rule, wanted: 'open' | 'resolved', withinMs = 100_000): Promise<AlertGroupState> {
    const from = Date.now();
    const status = wanted === 'open' ? 'firing' : 'recovered';
    const group = await readUntil(
      () => find(rule),
      (state) => state?.status === status && state.incident !== null && state.work.firing === null,
      { what: `${rule} to be ${wanted}`, withinMs, everyMs: 250 },
    );
    const id = group?.incident?.id ?? '';
    const isResolved = (incident: { status: string }) => incident.status === 'resolved' || incident.status === 'postmortem';
    await stack.until(id, (incident) => isResolved(incident) === (wanted === 'resolved'));
    figures.push(`${rule.padEnd(12)} ${wanted} after ${((Date.now() - from) / 1_000).toFixed(1)} s`);
    return group as AlertGroupState;
  }
  const holds = (rule: Rule, isHeld: boolean) =>
    waitUntil(async () => (await alerts.held()).includes(rule) === isHeld, {
      what: `the Alertmanager ${isHeld ? '' : 'not '}to hold ${rule}`,
    });

  it('loses and doubles nothing, and catches up by asking', async () => {
    alerts.set('First', true);
    alerts.set('Lasting', true);
    await until('First', 'open');
    await until('Lasting', 'open');
    alerts.set('First', false);
    await until('First', 'resolved');

    figures.push('- the Alertmanager restarts while an alert fires, and the alert recovers afterwards');
    alerts.set('Restarted', true);
    await until('Restarted', 'open');
    await alerts.stopAlertmanager();
    await alerts.startAlertmanager();
    await holds('Restarted', true);
    alerts.set('Restarted', false);
    await until('Restarted', 'resolved');

    figures.push(`- the gateway is away for ${GATEWAY_AWAY_MS / 1_000} s: one alert recovers, one fires`);
    alerts.set('Gateway', true);
    await until('Gateway', 'open');
    await gateway.kill();
    alerts.set('Gateway', false);
    alerts.set('Gap', true);
    await pause(GATEWAY_AWAY_MS);
    gateway.start();
    await until('Gateway', 'resolved');
    await until('Gap', 'open');

    figures.push(`- the worker is away for ${WORKER_AWAY_MS / 1_000} s: one alert recovers, one fires`);
    await stack.endWorker('SIGKILL');
    alerts.set('Gap', false);
    alerts.set('Worker', true);
    await pause(WORKER_AWAY_MS);
    stack.startWorker();
    await until('Gap', 'resolved');
    await until('Worker', 'open');

    figures.push(`- Temporal is away for ${TEMPORAL_AWAY_MS / 1_000} s: one alert recovers, one fires`);
    await temporal.crash();
    alerts.set('Worker', false);
    alerts.set('Temporal', true);
    await pause(TEMPORAL_AWAY_MS);
    await temporal.start();
    if (!stack.workerIsUp) stack.startWorker();
    await until('Worker', 'resolved');
    await until('Temporal', 'open');

    figures.push('- an alert recovers while Prometheus and the Alertmanager are away, so that no one says so');
    alerts.set('Missed', true);
    await until('Missed', 'open');
    await alerts.stopPrometheus();
    await alerts.stopAlertmanager();
    alerts.set('Missed', false);
    await Promise.all([alerts.startAlertmanager(), alerts.startPrometheus()]);
    await holds('Lasting', true);
    const missed = await until('Missed', 'resolved', CAUGHT_UP_WITHIN_MS);
    expect(missed.deliveries.at(-1)).toMatchObject({ id: expect.stringMatching(/^reconciled-/), status: 'resolved', effect: 'resolved' });
    const told = missed.counts.deliveries;

    figures.push('- it fires again, and the Alertmanager believes to have said so');
    alerts.set('Missed', true);
    const again = await until('Missed', 'open', CAUGHT_UP_WITHIN_MS);
    expect(again.deliveries.slice(told)).toEqual([
      expect.objectContaining({ id: expect.stringMatching(/^reconciled-/), effect: 'reopened' }),
    ]);
    alerts.set('Missed', false);
    await until('Missed', 'resolved', CAUGHT_UP_WITHIN_MS);

    process.stdout.write(`\n${figures.join('\n')}\n`);
    await expectWhole();
  });

  /** One incident and one room for each rule, each delivery had its effect, and what has fired all the time is still open. */
  async function expectWhole(): Promise<void> {
    const keys = (await groups()).map(({ key }) => key);
    const seen = await readStorm(stack, keys);
    expect(seen).toMatchObject({ failed: [], taskFailures: [] });
    expect([seen?.groups.length, seen?.incidents.length, seen?.rooms.length]).toEqual([RULES.length, RULES.length, RULES.length]);
    for (const { state, signals } of seen?.groups ?? []) {
      const { counts, trouble, event, status, deliveries } = state;
      const rule = event?.alertName;
      expect([rule, counts.incidents, counts.episodes, trouble]).toEqual([rule, 1, rule === 'Missed' ? 2 : 1, null]);
      expect([rule, status]).toEqual([rule, rule === 'Lasting' || rule === 'Temporal' ? 'firing' : 'recovered']);
      expect([rule, counts.deliveries + counts.duplicates]).toEqual([rule, signals.length]);
      expect(deliveries.filter(({ effect }) => effect === 'pending' || effect === 'failed')).toEqual([]);
    }
  }
});

/** Another gateway's comparison, more often than usual. */
function compareHere({ client }: Stack, url: string, address: string): Reconciliation {
  const reconciliation = new Reconciliation({
    sources: [{ name: 'prod-am', type: 'alertmanager', auth: 'none', limit: 1, secrets: [], url }],
    followed: (filter) => followedGroups(client, address, filter),
    intake: new AlertClient({ client, address, privateLabels: [] }),
    log: pino({ level: 'silent' }),
    now: Date.now,
    times: { everyMs: COMPARE_MS, retryMs: 1_000, grownUpMs: COMPARE_MS },
  });
  void reconciliation.run();
  return reconciliation;
}
