import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type Config, loadConfig } from '../../src/config';
import type { Service } from '../../src/incident/model/investigation/service';
import { loadServices } from '../../src/services/load-services';
import type { ServiceCase } from './read-cases';

interface Installed {
  readonly services: readonly Service[];
  readonly dataSources: NonNullable<Config['dataSources']>;
  readonly dataSourceNames: Config['dataSourceNames'];
}

/** Reads the case's data sources and services as a worker reads its files. @throws with every problem in them */
export async function install(service: ServiceCase, values: Readonly<Record<string, string>>): Promise<Installed> {
  const folder = await mkdtemp(join(tmpdir(), 'incident-case-'));
  const write = async (name: string, content: unknown): Promise<string> => {
    const file = join(folder, name);
    await writeFile(
      file,
      stringify(content ?? {}).replace(/\{\{([a-z]+)\}\}/g, (all, container: string) => values[container] ?? all),
    );
    return file;
  };
  try {
    const env = { INCIDENT_CONFIG: await write('incident.config.yaml', { dataSources: service.dataSources ?? {} }) };
    const { dataSources, dataSourceNames } = loadConfig({ env, cwd: folder, purpose: 'probes' });
    if (dataSources === null) throw new Error('the configuration has no data sources');
    return { services: await loadServices(await write('services.yaml', service.services)), dataSources, dataSourceNames };
  } finally {
    await rm(folder, { recursive: true });
  }
}
