import type { Command } from 'commander';
import { type Config, loadConfig } from '../../../config';
import { conditionWords } from '../../../incident/alert-groups/condition-words';
import { JUDGE_AGAIN_MS } from '../../../incident/alert-groups/deadlines';
import type { AlertCondition } from '../../../incident/alert-groups/rules';
import { readCommandBase } from '../../../incident/commands/read-command';
import { cleanLine } from '../../../incident/text/clean-text';
import { formatDuration } from '../../../incident/text/durations';
import { InvalidInputError } from '../../../incident/text/errors';
import { isRefusal } from '../../../incident/text/refusal';
import { utcTime } from '../../../incident/text/utc-time';
import { type ListedMaintenance, listMaintenance } from '../../../maintenance/list-maintenance';
import { ADD_MAINTENANCE, END_MAINTENANCE } from '../../../workflows/contract/maintenance-messages';
import { CommandRefusedError, NoSuchMaintenanceError } from '../../temporal/errors';
import type { SentMaintenance } from '../../temporal/kept-maintenance';
import { connected } from '../kit/connected';
import { type MaintenanceFlags, readMaintenanceFlags } from '../kit/maintenance-flags';
import { readWord } from '../kit/values';
import { note, print, printJson } from '../terminal/output';
import { readerTime } from '../terminal/reader-time';
import { paintFor } from '../terminal/style';
import { table } from '../terminal/table';
import { addVerb, type Flags, JSON_FLAG, textOf, withText } from './verb';

const ACTIONS = ['add', 'end'] as const;
const MAX_MESSAGE = 700;
const ACCEPTED = 'accepted; it will be applied when a worker returns';
const PENDING = 'this list may lack the latest change, which no worker has applied yet; check that a worker is running';
const STUCK =
  'the workflow "maintenance" is failing, so this list may lack changes, and no change is applied; its page in the Temporal UI says why';

export function addMaintenanceVerb(program: Command): void {
  addVerb(program, 'maintenance', 'list maintenances, during which alerts are only recorded; add one, or end one early')
    .argument('[action]', `${ACTIONS.join(' or ')}; default: list them`)
    .argument('[id]', 'with end: the id, as in the list')
    .option(
      '--when <key=value...>',
      'with add: which alerts: source=NAME, severity=LEVEL, or a label as name=VALUE; repeatable: every key must match, with any one of its values; source=* for all alerts',
    )
    .option('--for <duration>', 'with add: how long, such as 2h')
    .option('--from <time>', 'with add: when it begins, such as 2026-01-04T02:00:00+01:00; default: now')
    .option('--to <time>', 'with add: when it ends')
    .option('--reason <text>', 'with add: why; required')
    .option('--as <user>', 'act as this user; default: INCIDENT_ACTOR, else you')
    .option('--request-id <id>', 'makes the command safe to repeat: of several commands with this id, only the first is applied')
    .option(...JSON_FLAG)
    .action(maintenance);
}

async function maintenance(action: string | undefined, id: string | undefined, flags: Flags): Promise<void> {
  const given = action === undefined ? null : readWord(action, ACTIONS, 'ACTION', 'known action');
  refuseOthers(given, id, flags);
  const config = loadConfig({ purpose: 'client' });
  if (given === null) return list(config, flags);
  return given === 'add' ? add(config, flags) : end(config, id ?? '', flags);
}

const ADD_FLAGS = ['when', 'for', 'from', 'to', 'reason'] as const;

/** A flag or an id of another action was meant for that one. @throws InvalidInputError */
function refuseOthers(action: 'add' | 'end' | null, id: string | undefined, flags: Flags): void {
  const misplaced = action === 'add' ? undefined : ADD_FLAGS.find((name) => flags[name] !== undefined);
  if (misplaced !== undefined) throw new InvalidInputError(`--${misplaced}`, 'is only for incident maintenance add', undefined);
  if (action === 'add' && id !== undefined) throw new InvalidInputError('ID', 'is chosen by incident maintenance add', 'no id');
  if (action === 'end' && (id === undefined || id.trim() === ''))
    throw new InvalidInputError('ID', 'is missing', 'the id of a maintenance, as listed by incident maintenance');
}

async function list(config: Config, flags: Flags): Promise<void> {
  const { windows, state } = await connected((incidents) => incidents.maintenance(), config);
  const rows = listMaintenance(config.maintenance, windows, new Date());
  if (state === 'pending') note(PENDING);
  if (state === 'stuck') note(STUCK);
  if (flags.json) return printJson('maintenance', rows);
  if (rows.length === 0) return note('no maintenance is configured or added');
  const head = ['id', 'state', 'from', 'to', 'by', 'when', 'reason'];
  for (const line of table(head, rows.map(cellsOf), { paint: paintFor(process.stdout) })) print(line);
}

function cellsOf({ name, state, when, from, to, recurs, by, reason, ended_by }: ListedMaintenance): string[] {
  const times = [from, to].map((time) => (time === null ? '' : utcTime(time, 'minutes')));
  const ended = ended_by === null ? '' : ` (ended by ${ended_by})`;
  return [name, state, ...times, by ?? 'configuration', conditionWords(when), `${reason ?? recurs ?? ''}${ended}`];
}

async function add(config: Config, flags: Flags): Promise<void> {
  const base = baseOf(config, flags);
  const sources = Object.entries(config.sources).flatMap(([name, { type }]) => [name, type]);
  const wanted = readMaintenanceFlags(flags as MaintenanceFlags, sources, new Date());
  const sent = await connected((incidents) => incidents.changeMaintenance(ADD_MAINTENANCE, { ...base, ...wanted }), config);
  const { window } = sent;
  tell(flags, sent, () => {
    if (window === null) return `${sent.id} was already added with this request id, and has ended`;
    const { id, when, from, to } = window;
    return `${id}${sent.repeated ? ' was already added with this request id' : ''}: ${alertsOf(when)} are only recorded from ${readerTime(from)} to ${readerTime(to)}`;
  });
}

function alertsOf(when: AlertCondition): string {
  return Object.keys(when).length === 0 ? conditionWords(when) : `alerts with ${conditionWords(when)}`;
}

async function end(config: Config, id: string, flags: Flags): Promise<void> {
  const base = baseOf(config, flags);
  const sent = await connected(async (incidents) => {
    const { windows } = await incidents.maintenance();
    const isKnown = windows.some((window) => window.id === id);
    if (!isKnown && config.maintenance.some(({ name }) => name === id)) throw configured(id);
    if (!isKnown) throw new NoSuchMaintenanceError(id);
    return incidents.changeMaintenance(END_MAINTENANCE, { ...base, id });
  }, config);
  const again = `alerts that still fire are judged again within ${formatDuration(JUDGE_AGAIN_MS)}`;
  tell(flags, sent, () => `${id} ${sent.repeated ? 'was already ended with this request id' : `has ended; ${again}`}`);
}

function configured(name: string): CommandRefusedError {
  return new CommandRefusedError({
    code: 'not_possible',
    message: `${name} is configured, so this command cannot end it`,
    hint: 'Change it under maintenance in incident.config.yaml, and restart the workers.',
  });
}

/** Who acts. @throws CommandRefusedError */
function baseOf({ actor: { name, via } }: Config, flags: Flags) {
  const base = readCommandBase({ actor: textOf(flags, 'as') ?? name, via, ...withText(flags, 'requestId') });
  if (isRefusal(base)) throw new InvalidInputError('--as (or INCIDENT_ACTOR)', base.problem ?? base.message, base.allowed);
  return base;
}

function tell(flags: Flags, sent: SentMaintenance, done: () => string): void {
  const message = cleanLine(sent.applied ? done() : ACCEPTED, MAX_MESSAGE);
  if (flags.json) printJson('maintenance-change', { ...sent, message });
  else print(message);
}
