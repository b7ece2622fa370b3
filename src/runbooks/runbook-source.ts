import { followFiles } from '../checked-yaml/follow-files';
import type { Runbook, RunbookSet } from '../incident/model/runbook';
import { loadRunbooks } from './load-runbooks';

export interface RunbookSourceOptions {
  readonly folders: readonly string[];
  /** The folders' contents at the first read. */
  readonly first: readonly Runbook[];
  /** Called once per change: with the new runbooks, or with the reason why they cannot be used. */
  readonly changed: (outcome: { readonly taken: readonly Runbook[] } | { readonly refused: Error }) => void;
}

/** The folders' current runbooks, without a restart. */
export function createRunbookSource({ folders, ...options }: RunbookSourceOptions): () => Promise<RunbookSet> {
  const current = followFiles({ paths: folders, load: () => loadRunbooks(folders), ...options });
  return async () => {
    const { value, problem } = await current();
    return { runbooks: value, problem };
  };
}
