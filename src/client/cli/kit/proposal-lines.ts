import type { ActionStep } from '../../../incident/model/actions/action';
import type { Proposal } from '../../../incident/model/actions/proposal';
import { shownStep, visibleText } from '../../../incident/model/actions/shown-step';
import { actorOf } from '../../../incident/model/actor';
import { formatDuration } from '../../../incident/text/durations';
import { utcTime } from '../../../incident/text/utc-time';
import type { ShownProposal } from '../outputs/incident-output';
import { table } from '../terminal/table';

const HEAD = ['proposal', 'status', 'what', 'by', 'expires or ended'] as const;

/** What waits for an approval, and what came of the others, as a table; empty if there is nothing. */
export function proposalRows(proposals: readonly ShownProposal[]): readonly string[] {
  return proposals.length === 0 ? [] : table(HEAD, proposals.map(cellsOf));
}

function cellsOf(proposal: ShownProposal): string[] {
  const { id, status, by, expiresAt, endedAt } = proposal;
  return [id, status, titleOf(proposal), actorOf(by), utcTime(endedAt ?? expiresAt, 'minutes')];
}

export function titleOf({ what }: Pick<Proposal, 'what'>): string {
  if (what.kind === 'command') return what.command.name;
  return what.action.target === null ? what.action.title : `${what.action.title} (${what.action.target})`;
}

/** A proposal whole, for whoever decides about it: each character of what would run can be seen. */
export function wholeProposal(proposal: Proposal): readonly string[] {
  const { id, by, reason, expiresAt, digest, what } = proposal;
  const line = (name: string, text: string): string => `${name.padEnd(9)} ${visibleText(text).replaceAll('\n', ' ')}`;
  const foot = [line('expires', utcTime(expiresAt)), line('digest', digest)];
  const head = [line('proposal', `${id}: ${titleOf(proposal)}`), line('asked by', `${actorOf(by)}${reason === '' ? '' : `: ${reason}`}`)];
  if (what.kind === 'command') return [...head, line('does', `${what.command.name} ${JSON.stringify(what.command.payload)}`), ...foot];
  const { effect, does, rollback, checks } = what.action;
  const probes = checks.probes.map(({ title, target }) => (target === null ? title : `${title} (${target})`)).join(', ') || 'none';
  return [
    ...head,
    line('effect', effect),
    ...stepLines('runs', does),
    ...(rollback === null ? [line('rollback', 'none: it cannot be undone')] : stepLines('rollback', rollback)),
    line('checks', `${probes}, within ${formatDuration(checks.withinMs)}`),
    ...foot,
  ];
}

const stepLines = (name: string, step: ActionStep): readonly string[] =>
  shownStep(step).map((text, index) => `${(index === 0 ? name : '').padEnd(9)} ${text}`);
