import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChecks } from '../../../src/client/cli/verbs/doctor';
import { fileChecks } from '../../../src/client/file-checks';
import { currentServices } from '../../../src/client/probe-tools';
import type { Config } from '../../../src/config';
import { NO_SOURCES } from '../../../src/incident/investigation/select-probes';

const folder = mkdtempSync(join(tmpdir(), 'file-checks-'));
afterAll(() => rmSync(folder, { recursive: true }));
const noEngine = () => Promise.reject(new Error('the engine must not be asked'));

const files = {
  runbookNames: async () => ['network'],
  runbooks: async () => ({ runbooks: [], problem: null }),
  services: currentServices,
};

async function services(text: string | null) {
  const servicesFile = text === null ? null : join(folder, 'services.yaml');
  if (text !== null && servicesFile !== null) writeFileSync(servicesFile, text);
  const config = {
    file: 'own.yaml',
    servicesFile,
    runbookFolders: [],
    dataSourceNames: NO_SOURCES,
    actions: { allow: [] },
    containers: { toolsImage: null, allowedNetworks: [], secrets: {} },
  } as unknown as Config;
  const results = await runChecks(fileChecks(config, files, noEngine, noEngine));
  return results.find(({ name }) => name === 'services');
}

it('fails for a services file that cannot be used, and says where and what to do', async () => {
  expect(await services('services: [{ name: shop, dependsOn: [nosuch] }]')).toMatchObject({
    ok: false,
    exit: 1,
    found: expect.stringMatching(/services\.yaml:1: .*there is no service nosuch/),
    mend: expect.stringContaining('Correct the file, or its path under services'),
  });
});

it('only warns of a data source that this configuration lacks', async () => {
  const found = await services('services: [{ name: shop, deployments: { source: nosuch, project: shop } }]');
  expect(found).toMatchObject({ ok: false, exit: 0, found: expect.stringContaining('no deployments source is named nosuch') });
});

it('counts the services, or says that there is no file', async () => {
  expect(await services('services: [{ name: shop }]')).toMatchObject({ ok: true, found: '1: shop' });
  expect(await services(null)).toMatchObject({ ok: true, found: expect.stringContaining('no services file') });
});
