import type { SelectableRunbooks } from '../../src/client/cli/kit/known-runbooks';
import type { ProbeSelection } from '../../src/incident/model/finding';

/** Runbooks as the commands see them; they select the same probes for every incident. */
export function sampleRunbooks(names: readonly string[] = [], selection: Partial<ProbeSelection> = {}): SelectableRunbooks {
  return {
    runbookNames: async () => names,
    selectProbes: async () => ({ probes: [], runbooks: [], leftOut: [], ...selection }),
  };
}
