import type { Config } from '../config';
import type { ProbeSelection } from '../incident/model/finding';
import type { Incident } from '../incident/model/incident';
import { currentRunbooks, selectBy } from './probe-tools';

/** What agents are told of this machine's runbooks, as they are now. */
export function agentRunbooks(config: Config) {
  return {
    names: async () => (await currentRunbooks(config)).runbooks.map(({ id }) => id),
    select: (incident: Incident): Promise<ProbeSelection> => selectBy(config, incident),
    actions: async () =>
      (await currentRunbooks(config)).runbooks.flatMap(({ id: runbook, actions = [] }) =>
        actions.map(({ name, title, effect, parameters }) => ({ runbook, name, title, effect, parameters: Object.keys(parameters) })),
      ),
  };
}
