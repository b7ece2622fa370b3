import { createHash } from 'node:crypto';

type Labels = Readonly<Record<string, string>>;
interface Notification {
  readonly status: string;
  readonly groupKey: string;
  readonly groupLabels: Labels;
  readonly commonLabels: Labels;
  readonly alerts: readonly (Readonly<Record<string, unknown>> & { readonly labels: Labels })[];
}
export interface AlertNow {
  /** When this demo's alert began to fire. */
  readonly startedAt: Date;
  /** What the probes look at; null leaves the example's. */
  readonly target: string | null;
}

/**
 * The example as Alertmanager would send it now, and the notification of its recovery. Its label `run` makes it a group of
 * its own: a Temporal server that is kept may still hold the one of an earlier demo.
 */
export function demoAlert(example: string, { startedAt, target }: AlertNow): { readonly firing: string; readonly recovery: string } {
  const given = JSON.parse(example) as Notification;
  const startsAt = startedAt.toISOString();
  const run = startsAt.replace(/[-:]|\.\d+Z/g, '');
  const withRun = (labels: Labels): Labels => ({ ...labels, run, ...(target !== null && labels.instance ? { instance: target } : {}) });
  const groupLabels = withRun(given.groupLabels);
  const firing = {
    ...given,
    groupLabels,
    groupKey: `{}:{${Object.entries(groupLabels)
      .map(([name, value]) => `${name}="${value}"`)
      .join(', ')}}`,
    commonLabels: withRun(given.commonLabels),
    alerts: given.alerts.map((alert) => {
      const labels = withRun(alert.labels);
      return { ...alert, labels, startsAt, fingerprint: fingerprintOf(labels) };
    }),
  };
  // Alertmanager gives the time at which it heard of the recovery; here, it is written down before.
  const alerts = firing.alerts.map((alert) => ({ ...alert, status: 'resolved', endsAt: new Date(startedAt.getTime() + 1).toISOString() }));
  return { firing: asText(firing), recovery: asText({ ...firing, status: 'resolved', alerts }) };
}

const asText = (body: object): string => `${JSON.stringify(body, null, 2)}\n`;

/** Like Alertmanager's, it depends on the labels alone. */
function fingerprintOf(labels: Labels): string {
  return createHash('sha256').update(JSON.stringify(labels)).digest('hex').slice(0, 16);
}
