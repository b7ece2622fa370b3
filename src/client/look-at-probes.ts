import type { Config } from '../config';
import { listPrograms } from '../containers/list-programs';
import type { ContainerEngine } from '../containers/port';
import { sourcesFor, whyNoSource } from '../incident/investigation/probe-settings';
import type { ConfiguredSources } from '../incident/model/investigation/source-query';
import {
  type ContainerProbe,
  type ProbeDefinition,
  type Runbook,
  type SourceProbe,
  TOOLS_IMAGE,
  WORKER_NETWORK,
} from '../incident/model/runbook';
import { didYouMean } from '../incident/text/nearest-word';

type ProbesConfig = Pick<Config, 'dataSourceNames'> & {
  readonly containers: Pick<Config['containers'], 'toolsImage' | 'allowedNetworks' | 'secrets'>;
};

/**
 * Whether the probes of the runbooks can run as they are written: on a network that the configuration allows, with secrets that
 * it allows, with a plugin that the tools image has, and with a data source that it has. Otherwise they would be unknown or left
 * out during an incident. That no source of some kind is configured is no mistake, and only counted.
 * @throws Error with a line for each probe that cannot; EngineError.
 */
export async function lookAtProbes(
  runbooks: readonly Runbook[],
  { dataSourceNames, containers: { toolsImage, allowedNetworks, secrets } }: ProbesConfig,
  engine: () => Promise<Pick<ContainerEngine, 'run'>>,
): Promise<string> {
  const all = runbooks.flatMap((runbook) => runbook.probes);
  const probes = all.filter(isInContainer);
  const asking = all.filter(isOfSource);
  const plugins = probes.filter(isPlugin);
  const programs = toolsImage === null || plugins.length === 0 ? null : await listPrograms(await engine(), toolsImage);
  const networks = probes.flatMap(({ id, network }) =>
    network === null || network === WORKER_NETWORK || network === 'none' || allowedNetworks.includes(network)
      ? []
      : [`${id}: network ${network} is not one of probeNetworks (${allowedNetworks.join(', ')})`],
  );
  const allowedSecrets = Object.keys(secrets);
  const lacking = probes.flatMap(({ id, secrets: needed }) =>
    needed
      .filter((name) => !allowedSecrets.includes(name))
      .map((name) => `${id}: secret ${name} is not one of probeSecrets (${allowedSecrets.join(', ') || 'none is configured'})`),
  );
  const missing = plugins.flatMap(({ id, command: [plugin = ''] }) =>
    programs === null || programs.has(plugin) ? [] : [`${id}: the tools image has no plugin ${plugin}${instead(plugin, programs)}`],
  );
  const misnamed = asking.flatMap((probe) =>
    sourcesFor(probe.query, dataSourceNames).names.length === 0 ? [] : (whyNoSource(probe, dataSourceNames) ?? []),
  );
  const problems = [...networks, ...lacking, ...missing, ...misnamed];
  const counts = [
    `${probes.length} run in containers${plugins.length === 0 ? '' : `, ${plugins.length} of them as plugins of the tools image`}`,
    ...askingLines(asking, dataSourceNames),
  ];
  if (problems.length > 0) throw new Error([...problems, ...counts].join('\n'));
  return counts.join('\n');
}

const isInContainer = (probe: ProbeDefinition): probe is ContainerProbe => probe.runs === 'container';
const isOfSource = (probe: ProbeDefinition): probe is SourceProbe => probe.runs === 'source';

/** How many ask data sources, and how many of them have none to ask, by the kinds that would do. */
function askingLines(asking: readonly SourceProbe[], sources: ConfiguredSources): readonly string[] {
  if (asking.length === 0) return [];
  const idle = new Map<string, number>();
  for (const { query } of asking) {
    const { kinds, names } = sourcesFor(query, sources);
    const wanted = kinds.join(' or ');
    if (names.length === 0) idle.set(wanted, (idle.get(wanted) ?? 0) + 1);
  }
  const total = `${asking.length} ask data sources`;
  if (idle.size === 0) return [total];
  const each = [...idle].map(([wanted, count]) => `${wanted}: ${count}`);
  const sum = [...idle.values()].reduce((one, other) => one + other, 0);
  return [`${total}; ${sum} of them never run, because no such source is configured under dataSources (${each.join(', ')})`];
}

/** A plugin that is named by its path is looked for only when it runs. */
const isPlugin = ({ image, result, command: [program = ''] }: ContainerProbe): boolean =>
  image === TOOLS_IMAGE && 'from' in result && result.from === 'plugin' && !program.includes('/');

function instead(plugin: string, programs: ReadonlySet<string>): string {
  const known = [...programs].filter((name) => name.startsWith('check_')).sort();
  return didYouMean(plugin, known) || `; it has ${known.length === 0 ? 'none' : known.join(', ')}`;
}
