import { setTimeout as pause } from 'node:timers/promises';
import { ServiceUnreachableError } from '../../src/client/temporal/errors';
import type { IncidentClient } from '../../src/client/temporal/incident-client';
import type { Script, Sending } from './schedule';

const AGAIN_AFTER_MS = 500;
const ACTOR = 'tester';

/** Starts the incident and sends what its script says, each again until it is taken: what a person or an integration does. */
export async function performScript(incidents: IncidentClient, script: Script, beganAt: number): Promise<void> {
  const { incidentId, severity, users, atMs, sendings } = script;
  await pause(Math.max(0, beganAt + atMs - Date.now()));
  const event = { title: 'Checkout fails', severity, links: ['https://grafana.example.com/d/checkout'] };
  const request = { incidentId, event, users: [...users], runbooks: ['chaos'], actor: ACTOR };
  await untilTaken(() => incidents.start(request, `${incidentId}-start`));
  const repeats: Promise<void>[] = [];
  for (const sending of sendings) {
    await pause(sending.afterMs);
    await send(incidents, incidentId, sending);
    repeats.push(pause(sending.repeatAfterMs).then(() => send(incidents, incidentId, sending)));
  }
  await Promise.all(repeats);
}

async function send(incidents: IncidentClient, incidentId: string, { name, text, requestId }: Sending): Promise<void> {
  const base = { actor: ACTOR, requestId };
  await untilTaken(() =>
    name === 'addNote' ? incidents.command(name, incidentId, { ...base, text }) : incidents.command(name, incidentId, base),
  );
}

async function untilTaken(attempt: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (!(error instanceof ServiceUnreachableError)) throw error;
      await pause(AGAIN_AFTER_MS);
    }
  }
}
