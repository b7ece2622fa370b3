import { within } from '../http/within';
import type { IncidentDoor } from '../incident/alert-groups/incident-door';
import { type ProbeQueue, UNSEEN_QUEUE } from '../incident/investigation/judge-waiting';
import type { ProbeReach } from '../incident/investigation/probe-reach';
import { selectProbes } from '../incident/investigation/select-probes';
import { otherIncidents, withOpenIncidents } from '../incident/investigation/services/other-incidents';
import type { ProbeSelection } from '../incident/model/finding';
import type { Incident } from '../incident/model/incident';
import type { ServiceCatalog, ServiceScope } from '../incident/model/investigation/service';
import type { ConfiguredSources } from '../incident/model/investigation/source-query';
import type { RunbookSet } from '../incident/model/runbook';
import { defineActivity } from './define-activity';
import type { Activities } from './interface';
import { createRunProbe, type RunProbeDependencies } from './run-probe';

const SERVER_LIMIT_MS = 2_000;

export interface SelectionDependencies {
  readonly runbooks: () => Promise<RunbookSet>;
  readonly services: () => Promise<ServiceCatalog>;
  /** The names of the data sources that the probe workers can ask. */
  readonly configuredSources: ConfiguredSources;
  readonly hasToolsImage: boolean;
  readonly secretNames: readonly string[];
  readonly reach: ProbeReach;
  readonly probeQueue: () => Promise<ProbeQueue>;
  readonly incidents: IncidentDoor;
}

/**
 * Selects the probes and looks at their queue. Runs on a workflow worker rather than a probe worker, so it works without an
 * engine.
 */
export function selectionActivities(dependencies: SelectionDependencies): Pick<Activities, 'selectProbes' | 'describeProbeQueue'> {
  const { runbooks, services, configuredSources, hasToolsImage, secretNames, reach, probeQueue, incidents } = dependencies;
  return {
    selectProbes: defineActivity(async ({ incident }) => {
      const selection = selectProbes(incident, await runbooks(), reach, {
        services: await services(),
        sources: configuredSources,
        hasToolsImage,
        secretNames,
      });
      return withOthers(selection, incident, incidents);
    }),
    // Without an answer, a probe waits and asks again later. As a failure, it would block the investigation and hide its findings.
    describeProbeQueue: defineActivity(async () => (await within(SERVER_LIMIT_MS, probeQueue())) ?? UNSEEN_QUEUE),
  };
}

/** Names the other incidents of these services. The probes matter more, so they do not wait for a listing that hangs. */
async function withOthers(selection: ProbeSelection, { id }: Incident, incidents: IncidentDoor): Promise<ProbeSelection> {
  const { scope, leftOut } = selection;
  if (scope === undefined) return selection;
  const withOpen = await within(SERVER_LIMIT_MS, withOpenNow(scope, id, incidents));
  if (withOpen === null)
    return { ...selection, leftOut: [...leftOut, 'other open incidents of these services: Temporal did not list them'] };
  return { ...selection, scope: withOpen };
}

/** Listings lag behind. An incident that has just become private must not be named, nor one that is over, so each is looked at. */
async function withOpenNow(scope: ServiceScope, ownId: string, incidents: IncidentDoor): Promise<ServiceScope> {
  const listed = await incidents.openIncidents();
  const others = otherIncidents(withOpenIncidents(scope, listed, ownId));
  const named = await Promise.all(others.map(async ({ incidentId }) => ((await incidents.mayBeNamed(incidentId)) ? incidentId : null)));
  const kept = listed.filter(({ incidentId }) => named.includes(incidentId));
  return withOpenIncidents(scope, kept, ownId);
}

/** The random part of a run id. A run id starts with the time, which two installations may share. */
const RUN_CHARS = 10;

/** Runs probes, on the queue near the container engine. */
export function probeActivities(dependencies: RunProbeDependencies): Pick<Activities, 'runProbe'> {
  const run = createRunProbe(dependencies);
  return {
    runProbe: defineActivity(({ incident, probe, round }, { attempt, signal, runId }) =>
      run({ incident, probe, attempt, run: `${runId.slice(-RUN_CHARS)}-${round}` }, signal),
    ),
  };
}
