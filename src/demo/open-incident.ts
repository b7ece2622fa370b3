import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { effectWords } from '../incident/alert-groups/effect-words';
import { demoAlert } from './demo-alert';
import { SETTLE } from './demo-config';
import { handledGroup, postAlert } from './post-alert';
import { type DemoStack, LOCAL, ROOT } from './stack';

/** Its alert is posted, unless another one is named. */
export const EXAMPLE = join(ROOT, 'examples', 'alertmanager-database.json');
const RECOVERY = 'demo-recovery.json';
/** As long as `start-incident` waits without a terminal. */
const LIMIT_MS = 120_000;

export interface OpenedByAlert {
  readonly incidentId: string;
  /** Lets the alert recover; null if the demo does not know how. */
  readonly recover: string | null;
}

/**
 * Posts an alert to the gateway, and waits for the incident that its group opens. Null if there is none, which it says.
 * `event`: the alert and the file it is from; null posts the project's example.
 */
export async function openByAlert(
  event: { readonly file: string; readonly body: Uint8Array } | null,
  { up, gateway, service }: DemoStack,
  say: (line: string) => void,
): Promise<OpenedByAlert | null> {
  const { file, body, type } = event === null ? writeExample(service?.healthUrl ?? null) : { ...event, type: 'auto' };
  const address = `${gateway.url}/webhooks/${type}`;
  say(`$ ${curl(file, address)}`);
  const { text, group } = await postAlert(address, body);
  say(text);
  const state = group === null ? null : await handledGroup(up.temporal, group, LIMIT_MS);
  const last = state?.deliveries.at(-1);
  if (!last?.incidentId) {
    say(
      `! no incident: ${last === undefined ? 'no worker has handled the alert' : effectWords(last)}. See: npx incident alerts ${group ?? ''}`,
    );
    return null;
  }
  const { incidentId, effect, rule } = last;
  say(effect === 'opened' ? `started ${incidentId}, by rule ${rule}` : effectWords(last));
  return { incidentId, recover: event === null ? curl(join(LOCAL, RECOVERY), `$INCIDENT_GATEWAY_URL/webhooks/${type}`) : null };
}

export const RECOVERY_NOTE = `the incident resolves ${SETTLE} after its alert has recovered`;

/** Writes the example as it would be sent now, with its recovery beside it. */
export function writeExample(target: string | null): { readonly file: string; readonly body: string; readonly type: string } {
  const { firing, recovery } = demoAlert(readFileSync(EXAMPLE, 'utf8'), { startedAt: new Date(), target });
  const file = join(LOCAL, 'demo-alert.json');
  writeFileSync(file, firing, { mode: 0o600 });
  writeFileSync(join(LOCAL, RECOVERY), recovery, { mode: 0o600 });
  return { file, body: firing, type: 'alertmanager' };
}

const curl = (file: string, address: string): string => `curl --data-binary @${file.replace(`${ROOT}/`, '')} ${address}`;
