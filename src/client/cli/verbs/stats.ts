import type { Command } from 'commander';
import { utcTime } from '../../../incident/text/utc-time';
import { connected } from '../kit/connected';
import { statsLines } from '../kit/stats-table';
import { readDuration } from '../kit/values';
import { note, print, printJson } from '../terminal/output';
import { paintFor } from '../terminal/style';
import { addVerb, type Flags, JSON_FLAG, textOf } from './verb';

export function addStatsVerb(program: Command): void {
  addVerb(program, 'stats', 'count incidents and show the time to acknowledge and resolve, by severity')
    .option('--since <duration>', 'only incidents declared within this period, such as 30d (default: all that the server still has)')
    .option(...JSON_FLAG)
    .action(stats);
}

async function stats(flags: Flags): Promise<void> {
  const within = textOf(flags, 'since');
  const since = within === undefined ? undefined : new Date(Date.now() - readDuration(within, '--since'));
  const read = await connected((incidents) => incidents.stats(since));
  if (flags.json) return printJson('stats', { since: since?.toISOString() ?? null, ...read });
  if (read.total.count === 0) return note(since === undefined ? 'no incidents' : 'no incidents were declared in that time');
  if (since !== undefined) note(`declared since ${utcTime(since.toISOString(), 'minutes')}`);
  for (const line of statsLines(read, paintFor(process.stdout))) print(line);
}
