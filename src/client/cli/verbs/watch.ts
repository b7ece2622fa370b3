import type { Command } from 'commander';
import type { IncidentState } from '../../../incident/model/state';
import type { WordedEntry } from '../../../incident/model/timeline-entry';
import { cleanLine } from '../../../incident/text/clean-text';
import { utcTime } from '../../../incident/text/utc-time';
import { shownLine } from '../../../incident/timeline-words/shown-line';
import { endingOf } from '../../temporal/ending';
import { follow } from '../../temporal/follow';
import type { Reading } from '../../temporal/read-state';
import { connected } from '../kit/connected';
import { entriesAfter } from '../kit/new-entries';
import { reportJson } from '../kit/report-json';
import { knownJson, knownLines } from '../kit/server-knowledge';
import type { Outputs } from '../outputs/outputs';
import { createLive, NO_WORKER } from '../terminal/live';
import { onInterrupt } from '../terminal/on-interrupt';
import { note, print } from '../terminal/output';
import { paintFor, paintSeverity } from '../terminal/style';
import { addVerb, type Flags, ID_ARGUMENT, idOf } from './verb';

export function addWatchVerb(program: Command): void {
  addVerb(program, 'watch', 'follow an incident until it is resolved or cancelled')
    .argument(...ID_ARGUMENT)
    .option('--json', 'print JSON lines: the whole incident at every change')
    .action(watch);
}

async function watch(rawId: string, flags: Flags): Promise<void> {
  const id = idOf(rawId);
  const stop = onInterrupt(`stopped following; ${id} continues`);
  const view = flags.json ? jsonLines() : forPeople();
  const { reading } = await connected((incidents) =>
    follow(incidents, id, {
      onReading: view.show,
      onTrouble: view.trouble,
      isOver: ({ state }) => state !== null && isOver(state),
    }),
  );
  stop();
  if (reading !== null) view.end(reading);
}

/** Nothing is left to follow: a resolved incident only waits in case it is reopened. */
const isOver = ({ status, closedAt }: IncidentState): boolean => status === 'resolved' || status === 'cancelled' || closedAt !== null;

interface View {
  show(reading: Reading): void;
  trouble(message: string | null): void;
  end(reading: Reading): void;
}

/** One line per change. Fields that change on every reading do not count. */
function jsonLines(): View {
  let last = '';
  return {
    show: (reading) => {
      const { state, waiting } = reading;
      const document: Outputs['watch'] = state === null ? knownJson(reading) : reportJson(state, waiting);
      const line = JSON.stringify(document);
      if (line !== last) print(line);
      last = line;
    },
    trouble: (message) => note(message ?? 'Temporal is answering again'),
    end: () => {},
  };
}

/** The steps, and new timeline entries above them. */
function forPeople(): View {
  const paint = paintFor(process.stdout);
  const live = createLive(process.stdout, NO_WORKER);
  let shown: readonly WordedEntry[] | null = null;
  const lineOf = (entry: WordedEntry): string =>
    `${paint('dim', `${entry.at.slice(11, 19)} UTC`)} ${cleanLine(entry.actor, 80)}: ${cleanLine(shownLine(entry), 300)}`;
  const head = ({ incidentId, incident, status }: IncidentState): string =>
    [paint('bold', incidentId), paintSeverity(paint, incident?.severity ?? ''), status, cleanLine(incident?.title ?? '', 200)].join('  ');
  return {
    show: (reading) => {
      const { state } = reading;
      if (state !== null) {
        if (shown === null) live.say(head(state));
        for (const entry of entriesAfter(shown?.at(-1), state.timeline)) live.say(lineOf(entry));
        shown = state.timeline;
      }
      live.show(reading);
    },
    trouble: live.trouble,
    end: (reading) => {
      const { state, incidentId } = reading;
      if (state === null) for (const line of knownLines(reading)) live.say(line);
      else live.say(cleanLine(endLine(incidentId, state), 300));
    },
  };
}

function endLine(incidentId: string, state: IncidentState): string {
  const { status, closedAt, archiveDueAt } = state;
  if (status !== 'resolved' || closedAt !== null) return `${incidentId} is closed: ${endingOf(state)}`;
  const until = archiveDueAt === null ? '' : ` until ${utcTime(archiveDueAt, 'minutes')}`;
  return `${incidentId} is ${endingOf(state)}; it can be reopened${until}: incident reopen ${incidentId} --reason "…"`;
}
