import { isDouble } from './inspect-incident';
import { type Kill, type Script, VICTIMS } from './schedule';

export interface Ending {
  /** From the moment at which the last victim was back to an incident with nothing wrong. */
  readonly recoveredAfterMs: number;
  /** From its creation to the end of its response, whatever was killed meanwhile. */
  readonly respondedInMs: number | null;
}
export interface Figures {
  readonly seed: number;
  readonly minutes: number;
  readonly kills: readonly Kill[];
  readonly endings: readonly Ending[];
  readonly seen: readonly { readonly script: Script; readonly problems: readonly string[] }[];
  /** Containers that nobody removed. */
  readonly left: readonly string[];
  readonly engineCrash: string;
  readonly workerEndings: number;
}

/** What was killed, what came of it, a line a figure, and every problem by name. */
export function tallyOf({ seed, minutes, kills, endings, seen, left, engineCrash, workerEndings }: Figures): string {
  const killed = VICTIMS.map((victim) => `${victim} ${kills.filter((kill) => kill.victim === victim).length}`).join(', ');
  const broken = seen.flatMap(({ script, problems }) => problems.map((problem) => ({ incidentId: script.incidentId, problem })));
  const doubled = broken.filter(({ problem }) => isDouble(problem)).length;
  const commands = seen.reduce((sum, { script }) => sum + script.sendings.length, 0);
  const levels = seen.reduce((sum, { script }) => sum + script.ends.levels, 0);
  const rows = [
    ['killed', `${killed} in ${minutes} min (engine: ${engineCrash}); the worker ended ${workerEndings} times by itself`],
    ['incidents', `${seen.length}, ${seen.filter(({ problems }) => problems.length === 0).length} as they must be`],
    ['commands', `${commands}, each sent twice`],
    ['levels called', `${levels}`],
    ['lost or untrue', `${broken.length - doubled}`],
    ['doubled', `${doubled}`],
    ['containers left', `${left.length}`],
    ['response', spread(endings.flatMap(({ respondedInMs }) => (respondedInMs === null ? [] : [respondedInMs])))],
    ['recovered after', spread(endings.map(({ recoveredAfterMs }) => recoveredAfterMs))],
    ['repeat with', `CHAOS_SEED=${seed} ENDURANCE_MINUTES=${minutes} ENDURANCE_INCIDENTS=${seen.length}`],
  ];
  const lines = rows.map(([name = '', figure = '']) => `${name.padEnd(16)}${figure}`);
  return [
    ...lines,
    ...broken.map(({ incidentId, problem }) => `✗ ${incidentId}: ${problem}`),
    ...left.map((name) => `✗ left: ${name}`),
  ].join('\n');
}

function spread(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): string => `${((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) / 1_000).toFixed(1)} s`;
  return `median ${at(0.5)}, longest ${at(1)}`;
}
