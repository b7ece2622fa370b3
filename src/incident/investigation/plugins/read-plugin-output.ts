import type { FindingStatus } from '../../model/finding';
import { describePerformance, readPerformanceData } from './performance-data';

/** The exit codes of the Monitoring Plugins guidelines. */
const STATUSES: Readonly<Record<string, FindingStatus>> = { 0: 'ok', 1: 'warn', 2: 'fail', 3: 'unknown' };

export interface PluginReading {
  readonly status: FindingStatus;
  readonly summary: string;
  /** Performance data, what is beyond a threshold first, then the long output. */
  readonly evidence: readonly string[];
}

/** The shell's exit code for a program that it does not find. */
export const NOT_FOUND_EXIT = 127;

/** How a plugin ended. */
export interface PluginExit {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Reads a plugin's end by the guidelines: the exit code is the status, the first line before `|` says what was found, and
 * later lines are the long output, in which a second `|` begins more performance data. `plugin` is its name.
 */
export function readPluginOutput({ exitCode, stdout, stderr }: PluginExit, plugin: string): PluginReading {
  const status = STATUSES[String(exitCode)] ?? 'unknown';
  const [first = '', ...lines] = stdout.split('\n').map((line) => line.trimEnd());
  const [text = '', firstData = ''] = splitAtBar(first);
  const { long, data } = readLongOutput(lines);
  const errors = stderr.split('\n').filter((line) => line.trim() !== '');
  const measured = describePerformance(readPerformanceData(`${firstData} ${data}`), status);
  const evidence = [...measured, ...long, ...(status === 'ok' ? [] : errors)];
  const said = text.trim() || long[0]?.trim() || errors.at(-1)?.trim();
  const isDefined = STATUSES[String(exitCode)] !== undefined;
  const reason =
    exitCode === NOT_FOUND_EXIT
      ? `the image has no plugin ${plugin}, or lacks something that the plugin needs`
      : isDefined
        ? 'the plugin printed nothing'
        : `exit code ${exitCode} is not defined for plugins`;
  const summary = isDefined ? (said ?? reason) : [reason, said].filter(Boolean).join(': ');
  return { status, summary, evidence: evidence.filter((line) => line !== summary) };
}

function readLongOutput(lines: readonly string[]): { readonly long: readonly string[]; readonly data: string } {
  const bar = lines.findIndex((line) => line.includes('|'));
  if (bar < 0) return { long: lines.filter((line) => line.trim() !== ''), data: '' };
  const [last = '', begun = ''] = splitAtBar(lines[bar] ?? '');
  const long = [...lines.slice(0, bar), last.trimEnd()].filter((line) => line.trim() !== '');
  return { long, data: [begun, ...lines.slice(bar + 1)].join(' ') };
}

function splitAtBar(line: string): readonly [string, string] {
  const bar = line.indexOf('|');
  return bar < 0 ? [line, ''] : [line.slice(0, bar), line.slice(bar + 1)];
}
