import type { Config } from '../config';
import { listPrograms } from '../containers/list-programs';
import type { ContainerEngine } from '../containers/port';
import { type ContainerProbe, type ProbeDefinition, type Runbook, TOOLS_IMAGE, WORKER_NETWORK } from '../incident/model/runbook';
import { didYouMean } from '../incident/text/nearest-word';

type Containers = Pick<Config['containers'], 'toolsImage' | 'allowedNetworks'>;

/**
 * Whether the probes of the runbooks can run as they are written: on a network that the configuration allows, with a plugin
 * that the tools image has. Otherwise they would be unknown during an incident.
 * @throws Error with a line for each probe that cannot; EngineError.
 */
export async function lookAtProbes(
  runbooks: readonly Runbook[],
  { toolsImage, allowedNetworks }: Containers,
  engine: () => Promise<Pick<ContainerEngine, 'run'>>,
): Promise<string> {
  const probes = runbooks.flatMap((runbook) => runbook.probes).filter(isInContainer);
  const plugins = probes.filter(isPlugin);
  const programs = toolsImage === null || plugins.length === 0 ? null : await listPrograms(await engine(), toolsImage);
  const networks = probes.flatMap(({ id, network }) =>
    network === null || network === WORKER_NETWORK || network === 'none' || allowedNetworks.includes(network)
      ? []
      : [`${id}: network ${network} is not one of probeNetworks (${allowedNetworks.join(', ')})`],
  );
  const missing = plugins.flatMap(({ id, command: [plugin = ''] }) =>
    programs === null || programs.has(plugin) ? [] : [`${id}: the tools image has no plugin ${plugin}${instead(plugin, programs)}`],
  );
  const problems = [...networks, ...missing];
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return `${probes.length} run in containers${plugins.length === 0 ? '' : `, ${plugins.length} of them as plugins of the tools image`}`;
}

const isInContainer = (probe: ProbeDefinition): probe is ContainerProbe => probe.runs === 'container';

/** A plugin that is named by its path is looked for only when it runs. */
const isPlugin = ({ image, result, command: [program = ''] }: ContainerProbe): boolean =>
  image === TOOLS_IMAGE && 'from' in result && result.from === 'plugin' && !program.includes('/');

function instead(plugin: string, programs: ReadonlySet<string>): string {
  const known = [...programs].filter((name) => name.startsWith('check_')).sort();
  return didYouMean(plugin, known) || `; it has ${known.length === 0 ? 'none' : known.join(', ')}`;
}
