import type { Finding } from '../../model/finding';
import type { ContainerProbe } from '../../model/runbook';
import { causeFacts } from '../cause-facts';
import { findingLines, findingRecommendations } from '../finding-texts';
import { templatesIn } from '../queries/templates';

/** The target's name, which has no address as far as the worker could tell. */
export interface UnresolvedName {
  readonly host: string;
  readonly outcome: 'not_found' | 'no_answer';
}

const NAMES_HOST: ReadonlySet<string> = new Set(['target', 'target.url', 'target.host']);
const REMEDY = 'Check the spelling of the name, its DNS record and recent DNS changes.';

/**
 * What a plugin or the exporter found of a target whose name the worker had looked up in vain. Its container cannot look the
 * name up again, so its own words are about a resolver that does not answer, and only evidence.
 */
export function tellUnresolved(finding: Finding, definition: ContainerProbe, { host, outcome }: UnresolvedName): Finding {
  const { result, nameServers, command, env, recommend } = definition;
  if (finding.status === 'ok' || nameServers || !('from' in result) || result.from === 'json') return finding;
  const words = result.from === 'plugin' ? command : Object.values(env);
  if (!words.flatMap(templatesIn).some((name) => NAMES_HOST.has(name))) return finding;
  const { facts: _, ...rest } = finding;
  const evidence = findingLines([finding.summary, ...finding.evidence]);
  if (outcome === 'no_answer') return { ...rest, status: 'unknown', summary: 'unknown: no name server answers the prober', evidence };
  const summary = `the name ${host} does not resolve`;
  const facts = causeFacts({ named: 'name_not_found', ruledOut: [], summary, service: finding.service ?? null });
  const recommendations = findingRecommendations([REMEDY, ...(recommend.fail ?? [])]);
  return { ...rest, status: 'fail', summary, evidence, recommendations, facts };
}
