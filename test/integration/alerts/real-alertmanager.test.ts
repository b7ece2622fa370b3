import { freePort } from '../../../src/demo/components';
import { GatewayProcess } from '../../alert-storm/gateway-process';
import { type AlertmanagerStack, documentedSnippets, startAlertmanagerStack, TOKEN } from '../../support/alertmanager-stack';
import { describeWith } from '../../support/needs';
import { configureQuietly } from '../../support/quiet-runbook';
import { type Stack, startStack } from '../../support/stack';
import { readUntil } from '../../support/wait-until';

/** A small part of `npm run test:alertmanager`. */
describeWith(['temporal', 'alertmanager'], 'a real Alertmanager, configured as documented', () => {
  let stack: Stack;
  let gateway: GatewayProcess;
  let alerts: AlertmanagerStack;
  beforeAll(async () => {
    stack = await startStack();
    gateway = new GatewayProcess(await freePort(), stack.folder, { ...stack.env, PROD_AM_TOKEN: TOKEN });
    const packages = process.env.TEST_PROMETHEUS_FOLDER ?? '';
    alerts = await startAlertmanagerStack({ packages, folder: stack.folder, gateway: gateway.address, rules: ['CheckoutIsDown'] });
    configureQuietly(stack.folder, `alerts: { settle: 1s }\n${alerts.sources}`);
    gateway.start();
    stack.startWorker();
    await Promise.all([alerts.startAlertmanager(), alerts.startPrometheus()]);
  });
  afterAll(async () => {
    await alerts?.stop();
    await gateway?.kill();
    await stack?.stop();
  });

  it('takes the documented configuration', async () => {
    expect(documentedSnippets().alertmanager).toContain('/webhooks/prod-am');
    expect(await alerts.checkConfig()).toMatchObject({ code: 0, output: expect.stringContaining('SUCCESS') });
  });

  it('opens a war room when its rule fires, and resolves the incident when it recovers', async () => {
    alerts.set('CheckoutIsDown', true);
    const [id = ''] = await readUntil(
      () => incidentsOf(stack),
      (ids) => ids.length > 0,
      { what: 'the incident' },
    );
    const { incident } = await stack.until(id, ({ headlineTs }) => headlineTs !== null);
    expect(incident).toMatchObject({ title: 'CheckoutIsDown is broken', severity: 'critical', source: 'alertmanager' });
    alerts.set('CheckoutIsDown', false);
    await stack.until(id, ({ status }) => status === 'resolved');
    expect(await incidentsOf(stack)).toEqual([id]);
  });
});

async function incidentsOf({ client }: Stack): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query: "WorkflowType = 'respondToIncident'" })) ids.push(workflowId);
  return ids;
}
