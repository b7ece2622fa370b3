import { FINDING_STATUSES, type Finding, type FindingStatus, type SelectedProbe } from '../model/finding';
import { type CauseKind, isCauseKind } from '../model/investigation/cause-kind';
import type { Fact, StateFact } from '../model/investigation/fact';
import type { ContainerProbe } from '../model/runbook';
import { assertNever } from '../text/assert-never';
import { shown } from '../text/read-fields';
import { aboutProbe } from './about-probe';
import { causeFacts } from './cause-facts';
import { findingFacts, findingLines, findingRecommendations, findingSummary, lastVisible } from './finding-texts';
import { mentionsIn } from './mentions';
import { readBlackboxOutput } from './plugins/read-blackbox-output';
import { NOT_FOUND_EXIT, readPluginOutput } from './plugins/read-plugin-output';

const FOLLOW_BY_HAND = 'Give the probe the address that the redirect leads to.';
const FIND_PLUGIN = 'Run incident doctor: it says which plugins the image lacks, and which it has.';
/** From this exit code upwards, a signal ended the probe. */
const FIRST_SIGNAL_EXIT = 128;

/** How a container ended; the container port's answer has this shape. */
export interface ProbeExit {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
  readonly outOfMemory: boolean;
  readonly timedOut: boolean;
  readonly durationMs: number;
}

export interface ProbeRun {
  readonly probe: SelectedProbe;
  readonly startedAt: string;
  readonly attempt: number;
}

interface ProbeOutcome {
  readonly status: FindingStatus;
  readonly summary: string;
  readonly evidence: readonly string[];
  readonly recommendations: readonly string[];
  readonly reproduced?: boolean;
  readonly silent?: boolean;
  readonly cause?: CauseKind;
}

/**
 * Reads a probe's result. A target's own body may look like a result line, so only a line that starts with this run's nonce
 * is trusted. Anything else is `unknown`, with the reason.
 */
export function readProbeResult(exit: ProbeExit, definition: ContainerProbe, nonce: string, run: ProbeRun): Finding {
  const outcome = readOutcome(exit, definition, nonce, run);
  const silent = outcome.silent === true || (exit.timedOut && run.probe.target !== null);
  const facts = findingFacts<Fact>([
    ...factsOf(outcome, definition, run.probe),
    ...mentionsIn({ status: outcome.status, said: saidIn(exit, nonce) }),
  ]);
  const recommended = [...outcome.recommendations, ...(definition.recommend[outcome.status] ?? [])];
  return {
    ...aboutProbe(run.probe),
    status: outcome.status,
    summary: findingSummary(outcome.summary),
    evidence: findingLines(outcome.evidence),
    recommendations: findingRecommendations(recommended),
    startedAt: run.startedAt,
    durationMs: exit.durationMs,
    attempt: run.attempt,
    ...(outcome.reproduced === undefined ? {} : { reproduced: outcome.reproduced }),
    ...(silent ? { silent } : {}),
    ...(facts.length === 0 ? {} : { facts }),
  };
}

/** Marks a line that the probe's target said, so that nothing else that is printed passes for it. */
export const saidMark = (nonce: string): string => `${nonce}-said `;

function saidIn({ stdout }: ProbeExit, nonce: string): string {
  const mark = saidMark(nonce);
  const lines = stdout.split('\n').filter((line) => line.startsWith(mark));
  return lines.map((line) => line.slice(mark.length)).join('\n');
}

/** The cause that the probe named, or that its definition names for this status; with status ok, those that it rules out. */
function factsOf({ status, summary, cause }: ProbeOutcome, { causes }: ContainerProbe, probe: SelectedProbe): readonly StateFact[] {
  const { fail, warn, rulesOut } = causes;
  const named = status === 'fail' ? (cause ?? fail) : status === 'warn' ? (cause ?? warn) : undefined;
  const ruledOut = status === 'ok' ? [fail, warn, ...rulesOut].filter((one) => one !== undefined) : [];
  return causeFacts({ named, ruledOut, summary, service: probe.service ?? null });
}

function readOutcome(exit: ProbeExit, { result, command }: ContainerProbe, nonce: string, { probe, startedAt }: ProbeRun): ProbeOutcome {
  const cut = whyCutShort(exit, probe);
  if (cut !== null) return unknown(cut, exit);
  if ('exit' in result) return readExitCode(exit, result.exit);
  switch (result.from) {
    case 'json':
      return readMarkedLine(exit, nonce);
    case 'plugin':
      return { ...readPluginOutput(exit, command[0] ?? ''), recommendations: exit.exitCode === NOT_FOUND_EXIT ? [FIND_PLUGIN] : [] };
    case 'blackbox':
      return readExporter(exit, result.wouldFollow, startedAt);
    default:
      return assertNever(result);
  }
}

function readExporter(exit: ProbeExit, wouldFollow: boolean, startedAt: string): ProbeOutcome {
  const reading = readBlackboxOutput(exit.stdout, wouldFollow, new Date(startedAt));
  if (reading === null) return unknown('the blackbox exporter did not say how its probe ended', exit);
  return { ...reading, recommendations: reading.status === 'unknown' ? [FOLLOW_BY_HAND] : [] };
}

/** Whether a signal ended it, rather than the probe itself. */
export const wasKilled = (exitCode: number | null): exitCode is number => exitCode !== null && exitCode >= FIRST_SIGNAL_EXIT;

/** Why the probe's output cannot be trusted, whatever it says. */
function whyCutShort({ timedOut, outOfMemory, exitCode }: ProbeExit, { timeoutMs }: SelectedProbe): string | null {
  if (timedOut) return `the probe did not finish within ${timeoutMs / 1000} s`;
  // A child may run out of memory while the probe exits with 0, so the flag counts whatever the code.
  if (outOfMemory) return 'the probe ran out of memory';
  if (exitCode === null) return 'the engine did not report how the probe ended';
  if (wasKilled(exitCode)) return `the probe was killed (exit code ${exitCode})`;
  return null;
}

function unknown(reason: string, { stdout, stderr }: ProbeExit): ProbeOutcome {
  return { status: 'unknown', summary: `unknown: ${reason}`, evidence: lastLines(stdout, stderr), recommendations: [] };
}

function readExitCode(exit: ProbeExit, statuses: Readonly<Record<string, FindingStatus>>): ProbeOutcome {
  const code = String(exit.exitCode);
  const status = Object.hasOwn(statuses, code) ? statuses[code] : undefined;
  if (status === undefined) return unknown(`exit code ${code} is not defined for this probe`, exit);
  const lines = lastLines(exit.stdout, exit.stderr);
  return { status, summary: lines.at(-1) ?? `exit code ${code}`, evidence: lines, recommendations: [] };
}

function lastLines(stdout: string, stderr: string): readonly string[] {
  return lastVisible(`${stdout}\n${stderr}`.split('\n'));
}

function readMarkedLine(exit: ProbeExit, nonce: string): ProbeOutcome {
  const mark = `${nonce} `;
  const line = exit.stdout.split('\n').findLast((line) => line.startsWith(mark));
  if (line === undefined) {
    if (exit.truncated) return unknown('the probe printed too much: its output was cut off before its result', exit);
    return unknown(`the probe returned no result (exit code ${exit.exitCode})`, exit);
  }
  if (exit.exitCode !== 0) return unknown(`the probe returned a result but then failed (exit code ${exit.exitCode})`, exit);
  const outcome = parseOutcome(line.slice(mark.length));
  return typeof outcome === 'string' ? unknown(`the probe's result cannot be read: ${outcome}`, exit) : outcome;
}

const NO_JSON = 'it is no JSON object';

/** Why not, if it cannot be read. */
function parseOutcome(text: string): ProbeOutcome | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return NO_JSON;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return NO_JSON;
  const { status, summary, evidence = [], recommendations = [], reproduced, silent, cause } = value as Record<string, unknown>;
  if (!isStatus(status)) return `its status is ${shown(status)}, which must be one of ${FINDING_STATUSES.join(', ')}`;
  if (typeof summary !== 'string' || findingSummary(summary) === '') return 'it has no summary';
  if (!isTexts(evidence) || !isTexts(recommendations)) return 'evidence and recommendations must be lists of texts';
  if (!isFlag(reproduced) || !isFlag(silent)) return 'reproduced and silent must be true or false';
  const flags = { ...(reproduced === undefined ? {} : { reproduced }), ...(silent === undefined ? {} : { silent }) };
  if (cause === undefined) return { status, summary, evidence, recommendations, ...flags };
  // A wrong word must not cost the result.
  if (isCauseKind(cause)) return { status, summary, evidence, recommendations, ...flags, cause };
  return { status, summary, evidence: [`the probe named an unknown cause: ${shown(cause)}`, ...evidence], recommendations, ...flags };
}

function isStatus(value: unknown): value is FindingStatus {
  return (FINDING_STATUSES as readonly unknown[]).includes(value);
}

function isFlag(value: unknown): value is boolean | undefined {
  return value === undefined || typeof value === 'boolean';
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
