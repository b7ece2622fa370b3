import type { Command } from 'commander';
import { isStepName } from '../../../incident/model/plan';
import type { ReportStep } from '../../../incident/model/report';
import { NODE_MARKS } from '../../../incident/model/status-marks';
import { withRemedy } from '../../../incident/response/trouble-words';
import { formatDuration } from '../../../incident/text/durations';
import { shownLine } from '../../../incident/timeline-words/shown-line';
import type { Reading } from '../../temporal/read-state';
import { connected } from '../kit/connected';
import { proposalRows } from '../kit/proposal-lines';
import { reportJson } from '../kit/report-json';
import { knownJson, knownLines } from '../kit/server-knowledge';
import { reportLines } from '../kit/show-report';
import type { KnownIncident } from '../outputs/incident-output';
import { print, printJson } from '../terminal/output';
import { waitingLines } from '../terminal/step-lines';
import { paintFor, STEP_FORMATS } from '../terminal/style';
import { table } from '../terminal/table';
import { addVerb, type Flags, ID_ARGUMENT, idOf, JSON_FLAG } from './verb';

export function addShowVerbs(program: Command): void {
  addVerb(program, 'show', 'show one incident: who acknowledged it, its commander, what happens next, people, findings, steps')
    .argument(...ID_ARGUMENT)
    .option(...JSON_FLAG)
    .action(show);
  addVerb(program, 'timeline', 'show what happened, in order')
    .argument(...ID_ARGUMENT)
    .option(...JSON_FLAG)
    .action(timeline);
}

/** Reads an incident. If no worker is answering, prints what the server knows, says so, and returns null. */
export async function readOrPrintKnown(
  rawId: string,
  flags: Flags,
  printAsJson: (known: KnownIncident) => void,
): Promise<(Reading & { state: NonNullable<Reading['state']> }) | null> {
  const id = idOf(rawId);
  const reading = await connected((incidents) => incidents.read(id));
  const { state } = reading;
  if (state !== null) return { ...reading, state };
  if (flags.json) printAsJson(knownJson(reading));
  else for (const line of knownLines(reading)) print(line);
  return null;
}

async function show(rawId: string, flags: Flags): Promise<void> {
  const reading = await readOrPrintKnown(rawId, flags, (known) => printJson('show', known));
  if (reading === null) return;
  const report = reportJson(reading.state, reading.waiting);
  if (flags.json) return printJson('show', report);
  const paint = paintFor(process.stdout);
  const rows = report.steps.map(stepCells);
  const paintCell = (cell: string, column: number, status: ReportStep['status']): string =>
    column === 0 ? paint(STEP_FORMATS[status], cell) : cell;
  const [head = '', ...lines] = table(['', 'step', 'took', 'attempts', 'details'], rows);
  for (const line of [...reportLines(report, paint), '', paint('dim', head)]) print(line);
  for (const [index, line] of lines.entries()) {
    const status = report.steps[index]?.status ?? 'pending';
    print(paintCell(line.slice(0, NODE_MARKS[status].length), 0, status) + line.slice(NODE_MARKS[status].length));
  }
  for (const { text } of waitingLines(reading.waiting)) print(text);
  for (const line of proposalRows(report.proposals)) print(line);
}

function stepCells({ name, status, attempts, durationMs, error, mend, note }: ReportStep): string[] {
  return [
    NODE_MARKS[status],
    name,
    durationMs === null ? '' : formatDuration(durationMs),
    attempts === 0 ? '' : String(attempts),
    isStepName(name) && status !== 'done' ? unfinished(status, error, note, mend) : withRemedy(error ?? note ?? '', mend),
  ];
}

function unfinished(status: string, error: string | null, note: string | null, mend: string | null): string {
  if (error !== null) return `${status}: ${withRemedy(error, mend)}`;
  // The note of a waiting step says what it is waiting for.
  if (status === 'waiting' && note !== null) return note;
  return [status, ...(note === null ? [] : [note])].join(', ');
}

async function timeline(rawId: string, flags: Flags): Promise<void> {
  const reading = await readOrPrintKnown(rawId, flags, (known) => printJson('timeline', known));
  if (reading === null) return;
  const entries = reading.state.timeline;
  if (flags.json) return printJson('timeline', entries);
  const rows = entries.map((entry) => [entry.at.slice(0, 19).replace('T', ' '), entry.actor, shownLine(entry)]);
  for (const line of table(['time (UTC)', 'actor', 'what'], rows, { paint: paintFor(process.stdout) })) print(line);
}
