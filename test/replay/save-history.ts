import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { normaliseHistory } from './normalise-history';

const FOLDER = join(__dirname, 'histories');

/** Keeps the history of one run for the replay gate, under this name. */
export async function saveHistory(run: Pick<WorkflowHandle, 'fetchHistory'>, name: string): Promise<void> {
  const history = JSON.parse(historyToJSON(await run.fetchHistory()));
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify(normaliseHistory(history))}\n`);
}
