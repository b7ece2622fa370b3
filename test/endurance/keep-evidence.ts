import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { Stage } from './stage';

export const EVIDENCE_FOLDER = join('.local', 'endurance');

/** Everything runs on components that are gone afterwards, so what tells why an incident went wrong is kept as files. */
export async function keepEvidence(stage: Stage, incidentIds: readonly string[]): Promise<void> {
  rmSync(EVIDENCE_FOLDER, { recursive: true, force: true });
  if (incidentIds.length === 0) return;
  mkdirSync(EVIDENCE_FOLDER, { recursive: true, mode: 0o700 });
  writeFileSync(join(EVIDENCE_FOLDER, 'worker.log'), stage.stack.workerLog());
  for (const incidentId of incidentIds) {
    const history = await stage.stack.client.workflow.getHandle(incidentId).fetchHistory();
    writeFileSync(join(EVIDENCE_FOLDER, `${incidentId}.json`), historyToJSON(history));
    writeFileSync(join(EVIDENCE_FOLDER, `${incidentId}.state.json`), JSON.stringify(await stage.stateOf(incidentId), null, 2));
  }
}
