import type { Config } from '../config';
import { isAllowed } from '../incident/actions/steps/resolve-action';
import type { ProbeSelection } from '../incident/model/finding';
import type { Incident } from '../incident/model/incident';
import { currentRunbooks, selectBy } from './probe-tools';

/** What agents are told of this machine's runbooks, as they are now. */
export function agentRunbooks(config: Config) {
  return {
    names: async () => (await currentRunbooks(config)).runbooks.map(({ id }) => id),
    select: (incident: Incident): Promise<ProbeSelection> => selectBy(config, incident),
    actions: async () =>
      (await currentRunbooks(config)).runbooks.flatMap((runbook) =>
        (runbook.actions ?? [])
          .filter((definition) => isAllowed({ runbook, definition }, config.actions.allow))
          .map(({ name, title, effect, targets, parameters }) => ({
            runbook: runbook.id,
            name,
            title,
            effect,
            target: targets,
            parameters: Object.keys(parameters),
          })),
      ),
  };
}
