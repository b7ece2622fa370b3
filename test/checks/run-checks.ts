import { randomUUID } from 'node:crypto';
import { createRunProbe } from '../../src/activities/run-probe';
import type { ContainerEngine } from '../../src/containers/port';
import { REACH_ALL } from '../../src/incident/investigation/probe-reach';
import { selectProbes } from '../../src/incident/investigation/select-probes';
import type { Finding, FindingStatus } from '../../src/incident/model/finding';
import { createDataSources, NO_READERS } from '../../src/investigation-sources/data-sources';
import { runbookSchema } from '../../src/runbooks/runbook-schema';
import { sampleIncident } from '../support/sample-incident';
import type { CheckCase } from './cases';
import type { CheckTargets } from './targets';

const STATES = ['good', 'bad', 'unreachable'] as const;
type State = (typeof STATES)[number];

export interface CheckRow {
  readonly name: string;
  readonly state: State;
  readonly expected: FindingStatus;
  readonly finding: Finding;
}

/** Runs each check in each state, as a worker would, from a runbook. */
export async function runChecks(cases: readonly CheckCase[], targets: CheckTargets, engine: ContainerEngine): Promise<readonly CheckRow[]> {
  const probes = cases.map(({ check }, index) => ({ id: `check-${index}`, title: 'Check', ...ABOUT, ...check }));
  const runbooks = [runbookSchema('').parse({ id: 'checks', title: 'Checks', probes })];
  const run = createRunProbe({
    engine: { ...engine, gateways: async () => [] },
    runbooks: async () => ({ runbooks, problem: null }),
    services: async () => ({ services: [], problem: null }),
    sources: createDataSources(NO_READERS),
    reach: REACH_ALL,
    lookUp: async () => ({ outcome: 'not_found', tookMs: 0 }),
    image: '',
    toolsImage: process.env.INCIDENT_TOOLS_IMAGE ?? '',
    secrets: {},
    network: 'bridge',
    now: () => new Date(),
  });
  const look = async ({ name, bad, unreachable }: CheckCase, index: number, state: State): Promise<CheckRow> => {
    const target = targets[state];
    const incident = sampleIncident({ targets: [target] });
    const one = runbooks.map((book) => ({ ...book, probes: book.probes.slice(index, index + 1) }));
    const [probe] = selectProbes(incident, { runbooks: one, problem: null }, REACH_ALL, AROUND).probes;
    if (probe === undefined) throw new Error(`${name} does not look at ${target}`);
    const finding = await run({ incident, probe, attempt: 1, run: `${randomUUID().slice(-10)}-1` });
    return { name, state, expected: { good: 'ok' as const, bad, unreachable }[state], finding };
  };
  return Promise.all(cases.flatMap((one, index) => STATES.map((state) => look(one, index, state))));
}

const ABOUT = { aspect: 'network', kind: 'health', component: 'network', weight: 1, targets: 'host', timeout: '20s' };
const AROUND = {
  services: { services: [], problem: null },
  sources: { prometheus: [], kubernetes: [], loki: [], elasticsearch: [], httpJson: [], deployments: [] },
  hasToolsImage: true,
  secretNames: [],
};

/** What differs from what is expected, readable. */
export function wrongRows(rows: readonly CheckRow[]): readonly string[] {
  return rows
    .filter(({ expected, finding }) => finding.status !== expected)
    .map(
      ({ name, state, expected, finding }) =>
        `${name}, ${state}: ${finding.status} instead of ${expected}: ${finding.summary} ${finding.evidence.join(' / ')}`,
    );
}
