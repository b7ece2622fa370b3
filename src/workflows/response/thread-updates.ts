import type { Finding, SelectedProbe } from '../../incident/model/finding';
import type { NodeRun } from '../graph/step-graph';
import type { Place, ResponseContext } from './response-context';

interface Followed {
  readonly selection: { readonly probes: readonly SelectedProbe[] };
  /** Undefined if the message that shows the probes could not be posted. */
  readonly progress: { readonly ts: string; readonly shown: number } | undefined;
  readonly findings: readonly Promise<Finding>[];
}

/** Results this close together are posted together: most probes finish within a second of each other. */
const TOGETHER_MS = 2_000;

/**
 * Reports probes to the thread as they finish: a reply for each that fails or warns, and an update of the progress message.
 * There is one update at a time, and the last one is complete.
 */
export async function followProbes(
  context: ResponseContext,
  run: NodeRun<'updateThread'>,
  place: Place,
  followed: Followed,
): Promise<void> {
  const { selection, progress, findings } = followed;
  const told = new Set<string>();
  let shown = progress?.shown ?? 0;
  let allAreIn = false;
  void Promise.allSettled(findings).then(() => {
    allAreIn = true;
  });
  const isNews = (): boolean =>
    context.state().findings.length > shown || context.state().findings.some((finding) => isTold(finding, told));
  for (let number = 1; ; number += 1) {
    await context.until(() => allAreIn || isNews());
    if (!allAreIn) await context.until(() => allAreIn, TOGETHER_MS);
    if (!isNews()) return;
    const known = context.state().findings;
    const fresh = known.filter((finding) => isTold(finding, told));
    for (const { key } of fresh) told.add(key);
    const isBehind = known.length > shown;
    shown = known.length;
    await context.updateThread(run, place, {
      number,
      findings: fresh,
      progress:
        progress === undefined || !isBehind
          ? null
          : { ts: progress.ts, message: { kind: 'progress', probes: selection.probes, findings: known } },
    });
  }
}

/** True if it deserves a reply. */
function isTold({ key, status }: Finding, told: ReadonlySet<string>): boolean {
  return (status === 'fail' || status === 'warn') && !told.has(key);
}
