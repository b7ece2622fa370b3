import type { Finding, SelectedProbe } from '../incident/finding';
import type { RoomMessage } from '../incident/room-message';
import type { Place, ResponseContext } from './response-context';
import type { NodeRun } from './step-graph';

interface Followed {
  /** Name of the node that posted the message: it bears that node's key. */
  readonly poster: string;
  readonly selection: { readonly probes: readonly SelectedProbe[] };
  readonly progress: { readonly ts: string; readonly shown: number };
  readonly findings: readonly Promise<Finding>[];
}

/**
 * Edits the progress message while probes come in; never more than one edit at a time, the last one complete. The
 * verdict does not wait for that last edit: it stands below the message in any case.
 */
export async function followProbes(context: ResponseContext, run: NodeRun, place: Place, followed: Followed): Promise<void> {
  const { poster, selection, progress: posted, findings } = followed;
  const owner = { ...run, name: poster };
  let { shown } = posted;
  let allAreIn = false;
  void Promise.allSettled(findings).then(() => {
    allAreIn = true;
  });
  for (let edits = 1; ; edits += 1) {
    await context.until(() => allAreIn || context.state().findings.length > shown);
    const known = context.state().findings;
    if (known.length <= shown) return;
    shown = known.length;
    const summary = `${shown} of ${selection.probes.length} probes`;
    const message: RoomMessage = { kind: 'progress', probes: selection.probes, findings: known };
    await context.edit(owner, place, posted.ts, message, { item: `edit-${edits}`, summary });
  }
}

export async function replyTo(finding: Finding, context: ResponseContext, run: NodeRun, place: Place): Promise<void> {
  if (finding.status !== 'fail' && finding.status !== 'warn') return;
  await context.post(run, place, { kind: 'finding', finding }, { item: finding.key, summary: `${finding.status}: ${finding.title}` });
}
