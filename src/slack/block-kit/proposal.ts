import type { ActionStep, ResolvedAction } from '../../incident/model/actions/action';
import type { ConfirmedCommand, Proposal, ProposalStatus, StepOutcome } from '../../incident/model/actions/proposal';
import type { ProposalMessage } from '../../incident/model/actions/proposal-message';
import { shownStep } from '../../incident/model/actions/shown-step';
import { actorOf } from '../../incident/model/actor';
import { FINDING_MARKS } from '../../incident/model/status-marks';
import { withRemedy } from '../../incident/response/trouble-words';
import { assertNever } from '../../incident/text/assert-never';
import { formatDuration } from '../../incident/text/durations';
import { proposalActions } from './actions';
import { type Block, context, type Rendered, section } from './blocks';
import { codeBlock, escapeText, exactBlock, moment } from './text';

/** Of a step's own output. */
const OUTPUT_CHARS = 600;

/**
 * What someone wants to do, whole, with what may be answered; then what became of it. It is the same message throughout, so that
 * nobody has to search for the outcome of what they approved.
 */
export function renderProposal(message: ProposalMessage): Rendered {
  const { incidentId, proposal } = message;
  const { what, status } = proposal;
  const { mark, words } = STATUS[status];
  const title = what.kind === 'action' ? what.action.title : commandTitle(what.command, incidentId);
  const head = `${mark} *${words(what.kind)}: ${said(title, 200)}*`;
  const asked = `Asked by *${said(actorOf(proposal.by), 150)}*${proposal.reason === '' ? '' : `: ${said(proposal.reason, 400)}`}`;
  return {
    text: `${words(what.kind)}: ${said(title, 200)}`,
    blocks: [
      section([head, asked, ...decisionLines(proposal)].join('\n')),
      ...outcomeBlocks(proposal),
      ...(what.kind === 'action' ? actionBlocks(what.action) : commandBlocks(what.command)),
      ...(status === 'proposed' ? proposalActions(message) : []),
      context(footOf(proposal)),
    ],
  };
}

/** A backtick could begin a code block that swallows what we say after it. */
const said = (text: string, maxChars: number): string => escapeText(text.replaceAll('`', "'"), maxChars);

type Kind = Proposal['what']['kind'];

const STATUS: Readonly<Record<ProposalStatus, { readonly mark: string; readonly words: (kind: Kind) => string }>> = {
  proposed: { mark: '🔐', words: (kind) => (kind === 'action' ? 'Approval needed' : 'Confirmation needed') },
  approved: { mark: '▶️', words: () => 'Approved, about to run' },
  running: { mark: '▶️', words: () => 'Running' },
  checking: { mark: '🔎', words: () => 'Done, being checked' },
  rollingBack: { mark: '↩️', words: () => 'Being rolled back' },
  done: { mark: '✅', words: () => 'Confirmed' },
  verified: { mark: '✅', words: () => 'Done and verified' },
  rolledBack: { mark: '↩️', words: () => 'Rolled back' },
  notRun: { mark: '⏹️', words: () => 'Not run' },
  failed: { mark: '❌', words: () => 'Failed' },
  unknown: { mark: '❓', words: () => 'Outcome unknown' },
  rejected: { mark: '🚫', words: () => 'Rejected' },
  expired: { mark: '⌛', words: () => 'Expired' },
};

function commandTitle({ name }: ConfirmedCommand, incidentId: string): string {
  switch (name) {
    case 'addResponders':
      return `page more people for ${incidentId}`;
    case 'escalate':
      return `escalate ${incidentId}`;
    case 'resolve':
      return `resolve ${incidentId}`;
    case 'cancel':
      return `cancel ${incidentId} as a false alarm`;
    default:
      return assertNever(name);
  }
}

function commandBlocks(command: ConfirmedCommand): readonly Block[] {
  switch (command.name) {
    case 'addResponders':
      return [section(`*Pages:* ${said(command.payload.users.join(', '), 2_000)}`)];
    case 'resolve':
      return command.payload.note === undefined ? [] : [section(`*Note:* ${said(command.payload.note, 2_000)}`)];
    case 'cancel':
      return [section(`*Reason:* ${said(command.payload.reason, 2_000)}`)];
    case 'escalate':
      return [];
    default:
      return assertNever(command);
  }
}

function actionBlocks({ effect, target, does, rollback, checks }: ResolvedAction): readonly Block[] {
  const about = [`*Effect:* ${said(effect, 500)}`, ...(target === null ? [] : [`*Target:* ${said(target, 300)}`])];
  const probes = checks.probes.map(({ title, target: of }) => `${title}${of === null ? '' : ` (${of})`}`).join(', ');
  return [
    section(about.join('\n')),
    section(`*Runs:*\n${whole(does)}`),
    section(rollback === null ? '*Rollback:* none: it cannot be undone.' : `*Rollback, if it fails or its checks do:*\n${whole(rollback)}`),
    section(
      probes === ''
        ? '*Checks:* none, so nobody can tell afterwards whether it helped.'
        : `*Checks, within ${formatDuration(checks.withinMs)}:* ${said(probes, 1_500)}`,
    ),
  ];
}

const whole = (step: ActionStep): string => exactBlock(shownStep(step));

function decisionLines({ what, status, decidedBy, decidedAt, rejection }: Proposal): readonly string[] {
  if (decidedBy === undefined) return [];
  const when = decidedAt === undefined ? '' : ` at ${moment(decidedAt)}`;
  const verb = status === 'rejected' ? 'Rejected' : what.kind === 'command' ? 'Confirmed' : 'Approved';
  return [`${verb} by *${said(actorOf(decidedBy), 150)}*${when}${!rejection ? '' : `: ${said(rejection, 400)}`}`];
}

function outcomeBlocks({ status, run, checks = [], rollback, problem }: Proposal): readonly Block[] {
  const lines = [
    ...(problem === undefined ? [] : [said(withRemedy(problem.message, problem.mend), 800)]),
    ...stepLines('Run', run),
    ...checks.map(({ status: of, title, summary }) => `${FINDING_MARKS[of]} ${said(title, 100)}: ${said(summary, 200)}`),
    ...stepLines('Rollback', rollback),
    ...(status === 'expired' ? ['Nobody approved it in time. Nothing was run.'] : []),
    ...(status === 'unknown' ? ['It is neither run again nor rolled back. Look at the system, then decide.'] : []),
  ];
  return lines.length === 0 ? [] : [section(lines.join('\n'))];
}

const RAN: Readonly<Record<StepOutcome['kind'], string>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  notRun: 'did not happen',
  unknown: 'may have happened or not: nobody can tell',
};

function stepLines(name: string, outcome: StepOutcome | undefined): readonly string[] {
  if (outcome === undefined) return [];
  const { kind, problem, output } = outcome;
  const why = problem === null ? '' : `: ${withRemedy(problem.message, problem.mend)}`;
  return [`*${name}* ${RAN[kind]}${said(why, 500)}`, ...(output === '' ? [] : [codeBlock(output.split('\n'), OUTPUT_CHARS)])];
}

function footOf({ id, digest, status, expiresAt, endedAt }: Proposal): string {
  const when = status === 'proposed' ? `expires at ${moment(expiresAt)}` : endedAt === undefined ? null : `ended at ${moment(endedAt)}`;
  return [id, `digest \`${digest.slice(0, 12)}\``, ...(when === null ? [] : [when])].join(' · ');
}
