import type { CauseKind } from '../model/investigation/cause-kind';
import type { StateFact } from '../model/investigation/fact';

interface Causes {
  readonly named: CauseKind | undefined;
  /** What was looked at and is not so. */
  readonly ruledOut: readonly CauseKind[];
  /** The finding's summary. */
  readonly summary: string;
  /** The service that the probe was about; null if it was about none. */
  readonly service: string | null;
}

/** What a probe's result says about causes, as facts. */
export function causeFacts({ named, ruledOut, summary, service }: Causes): readonly StateFact[] {
  const text = summary.trim().replace(/\.$/, '');
  const about = { kind: 'state', service, text } as const;
  return [
    ...(named === undefined ? [] : [{ ...about, cause: named, holds: true }]),
    ...[...new Set(ruledOut)].map((cause) => ({ ...about, cause, holds: false })),
  ];
}
