import { isAboutProber, urgentFirst } from '../../incident/investigation/gist';
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
 * There is one update at a time, and the last one is complete. Warnings wait until all probes have finished, so that the first
 * reply is about what is broken.
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
  const toTell = (): readonly Finding[] => {
    const fresh = context.state().findings.filter(({ key }) => !told.has(key));
    if (!context.patches.byHand) return fresh.filter(isWrong);
    return urgentFirst(fresh.filter((finding) => finding.status === 'fail' || (allAreIn && isWarning(finding))));
  };
  const isNews = (): boolean => context.state().findings.length > shown || toTell().length > 0;
  for (let number = 1; ; number += 1) {
    await context.until(() => allAreIn || isNews());
    if (!allAreIn) await context.until(() => allAreIn, TOGETHER_MS);
    if (!isNews()) return;
    const known = context.state().findings;
    const fresh = toTell();
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

const isWrong = ({ status }: Finding): boolean => status === 'fail' || status === 'warn';

/** True if it is a warning that deserves a reply: one about the prober itself is part of the verdict. */
function isWarning(finding: Finding): boolean {
  return finding.status === 'warn' && !isAboutProber(finding);
}
