import type { ProposalStatus, StepOfAction } from '../model/actions/proposal';
import type { ActionChecked, ActionRan, ProposalEntry, ProposalTopic } from '../model/actions/proposal-entry';
import { COMMANDS } from '../model/commands';
import type { Problem } from '../model/plan';
import { assertNever } from '../text/assert-never';

/** What happened to a proposal, to follow the actor: a person for what people do, the worker for the rest. */
export function describeProposal(entry: ProposalEntry): string {
  const { proposalId, topic } = entry;
  const what = `"${topicWords(topic)}" (${proposalId})`;
  switch (entry.kind) {
    case 'proposed':
      return `${topic.kind === 'action' ? 'proposed' : 'asked someone to confirm'} ${what}${about(entry.reason)}`;
    case 'approved':
      return `${topic.kind === 'action' ? 'approved' : 'confirmed'} ${what}`;
    case 'rejected':
      return `rejected ${what}${about(entry.reason)}`;
    case 'actionStarted':
      return entry.step === 'does' ? `began ${what}` : `began to roll ${what} back`;
    case 'actionRan':
      return describeRun(entry, what);
    case 'actionChecked':
      return describeChecks(entry, what);
    case 'proposalEnded':
      return entry.status === 'expired'
        ? `${what} expired without an answer${because(entry.problem)}`
        : `did not begin ${what}${because(entry.problem)}`;
    default:
      return assertNever(entry);
  }
}

/** An action by its title and target, a command by what it does. */
export function topicWords(topic: ProposalTopic): string {
  if (topic.kind === 'command') return COMMANDS[topic.name].deed;
  return topic.target === null ? topic.title : `${topic.title}: ${topic.target}`;
}

const NAMES: Readonly<Record<StepOfAction, string>> = { does: 'run', rollback: 'rollback' };

function describeRun({ step, outcome, problem, status }: ActionRan, what: string): string {
  const name = `the ${NAMES[step]} of ${what}`;
  switch (outcome) {
    case 'succeeded':
      return `${name} succeeded; ${whatFollows(status)}`;
    case 'failed':
      return `${name} failed${because(problem)}; ${whatFollows(status)}`;
    case 'notRun':
      return `${name} did not happen${because(problem)}; ${whatFollows(status)}`;
    case 'unknown':
      return `nobody can tell whether ${name} happened${because(problem)}; ${whatFollows(status)}`;
    default:
      return assertNever(outcome);
  }
}

function describeChecks({ findings, status }: ActionChecked, what: string): string {
  if (status === 'verified') return `${what} is verified: every check is ok`;
  const seen = findings.map(({ title, summary }) => `${title}: ${summary}`).join('; ');
  const verdict = status === 'unknown' ? `nobody can tell whether ${what} helped` : `${what} did not help`;
  return `${verdict} (${seen}); ${whatFollows(status)}`;
}

/** Whatever the entry's status is not among these needs no words: it is that of another moment. */
function whatFollows(status: ProposalStatus): string {
  switch (status) {
    case 'checking':
      return 'its checks follow';
    case 'rollingBack':
      return 'it is rolled back';
    case 'rolledBack':
      return 'it is rolled back';
    case 'unknown':
      return 'a person has to decide what to do';
    case 'failed':
      return 'what it changed stays changed';
    case 'notRun':
      return 'nothing was changed';
    default:
      return `it is ${status}`;
  }
}

const about = (text: string): string => (text === '' ? '' : `: ${text}`);
const because = (problem: Problem | null): string => (problem === null ? '' : `, because ${problem.message}`);
