import { withTimeLimit } from '../http/time-limit';
import { readSourceAnswer } from '../incident/investigation/outcomes/read-source-answer';
import { fillQuery } from '../incident/investigation/queries/fill-query';
import type { Finding } from '../incident/model/finding';
import type { SourceProbe } from '../incident/model/runbook';
import { formatDuration } from '../incident/text/durations';
import type { DataSources } from '../investigation-sources/port';
import { SourceError } from '../investigation-sources/source-error';
import type { Probing } from './probing';

export interface SourceProbeDependencies {
  readonly sources: DataSources;
  readonly now: () => Date;
}

/** Asks a data source, and decides by the probe's outcomes what its answer means. @throws cancellation */
export async function runSourceProbe(
  { query, outcomes, recommend }: SourceProbe,
  { probe, incident, service, services, attempt, startedAt, giveUp, signal }: Probing,
  { sources, now }: SourceProbeDependencies,
): Promise<Finding> {
  const subject = { incident, target: probe.target, service };
  const filled = fillQuery(query, subject);
  if ('refused' in filled) return giveUp('query_unfilled', `the query was not sent: ${filled.refused}`);
  const context = { startedAt: new Date(incident.startedAt), now: now(), services };
  let isLate = false;
  try {
    const reading = await withTimeLimit(probe.timeoutMs, signal, (limited) => {
      limited.addEventListener('abort', () => {
        isLate = true;
      });
      return sources.read(filled.query, context, limited);
    });
    // What was read of several services or metrics until then is a part, which no finding may rest on: the next run asks again.
    signal.throwIfAborted();
    const durationMs = Math.max(0, now().getTime() - Date.parse(startedAt));
    return readSourceAnswer({ reading, outcomes, recommend, subject, run: { probe, startedAt, attempt, durationMs } });
  } catch (error) {
    if (signal.aborted) throw error;
    // Its own words name the source.
    if (error instanceof SourceError) return giveUp(error.code, error.message, error.hint);
    if (!isLate) throw error;
    return giveUp('source_timeout', `the data source did not answer within ${formatDuration(probe.timeoutMs)}`);
  }
}
