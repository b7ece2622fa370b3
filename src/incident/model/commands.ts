import { type Fields, isFields } from '../text/read-fields';
import { fieldsOf, MAX_NAME, optionalList, optionalText, requiredLine, requiredList, requiredText } from '../text/read-payload';
import { invalid, isRefusal, type Refusal } from '../text/refusal';
import { TITLE_CHARS } from '../text/text-limits';
import type { ApprovalClaim, ProposalClaim, Signed } from './actions/claims';
import { CONFIRMED_COMMANDS, type ConfirmedCommand, isConfirmedCommandName } from './actions/confirmed-command';
import { readDigest, readProposalId, readSignedApproval, readSignedProposal, readWithheld, type Withheld } from './actions/read-claims';
import type { RecoveryAction } from './alert-outcome';
import type { NormalizedEvent } from './incident';
import type { NamedService } from './investigation/service';
import { readStep, type StepName } from './plan';
import { type QuotedMessage, readQuoted } from './quoted-message';
import { type Role, readRole } from './responders';
import { isSeverity, SEVERITIES, type Severity } from './severity';

const MAX_USERS = 50;
const MAX_RUNBOOKS = 20;

/** What every command carries. Only `actor` is required, because people also send commands by hand from the Temporal UI. */
export interface CommandBase {
  /** Who acts: a person's name or address, `slack:<user id>`, `alert:<source>`, or `temporal`. */
  readonly actor: string;
  /** The person's name, if `actor` is an id. It is shown instead of the id. */
  readonly actorName?: string;
  /** Through what the actor acted: the operating system's user, `slack`, `ui`; recorded with the actor. */
  readonly via?: string;
  /** When the actor acted (RFC 3339); default: when it is recorded. */
  readonly at?: string;
  /** A repeated id acts once. */
  readonly requestId?: string;
}

/** Everything about a command except its decision (`commands/decisions.ts`) and its command line (`changing-verbs.ts`). */
interface Declaration<Payload extends object> {
  /** A description for the Temporal UI, with the command's fields. */
  readonly description: string;
  /** What the actor wants, to follow "tried to": `add a note`. */
  readonly deed: string;
  /** Reads the fields beyond the base from the wire, or says which one is wrong. */
  readonly read: (fields: Fields) => Payload | Refusal;
  /**
   * True if it changes something that is known only after the parse, so it waits for the incident. The others apply at any
   * time.
   */
  readonly needsIncident?: true;
  /** True if an activity must vouch for it before it acts. */
  readonly isVouched?: true;
  /** People to look up before the command acts. */
  readonly people?: (command: Payload & CommandBase) => readonly string[];
}

/** A command whose timeline entry has its own type and wording. */
const command = <Payload extends object>(declaration: Declaration<Payload>) => declaration;

/** A command whose timeline entry is its payload; `told` puts it into words, to follow the actor. */
const toldCommand = <Payload extends object>(
  // An entry with a field `text` would be mistaken for one that is already worded.
  declaration: 'text' extends keyof Payload ? never : Declaration<Payload> & { readonly told: (payload: Payload) => string },
) => declaration;

/** Every command. Signals and updates have these names. */
export const COMMANDS = {
  /** `checkActor`: a person typed the actor's name, which is looked up before the command acts. */
  acknowledge: command<{ readonly checkActor?: boolean }>({
    description: 'Acknowledges the incident. {actor, checkActor?}',
    deed: 'acknowledge the incident',
    read: (fields) => (fields.checkActor === true ? { checkActor: true } : {}),
    people: ({ actor, checkActor }) => (checkActor === true ? [actor] : []),
  }),
  decline: command<{ readonly reason?: string }>({
    description: "Says that you can't take the incident. If you have acknowledged it, hands it back. {actor, reason?}",
    deed: 'decline the incident',
    needsIncident: true,
    read: (fields) => fieldsOf({ reason: optionalText(fields, 'reason') }),
  }),
  addNote: command<{ readonly text: string; readonly quoted?: QuotedMessage }>({
    description: 'Adds a note, or the text of a message, to the timeline and the war room. {actor, text, quoted?: {author, at, permalink}}',
    deed: 'add a note',
    read: (fields) => fieldsOf({ text: requiredText(fields, 'text'), quoted: readQuoted(fields) }),
  }),
  changeSeverity: command<{ readonly severity: Severity }>({
    description: 'Sets the severity: critical, high, medium or low. {actor, severity}',
    deed: 'change the severity',
    needsIncident: true,
    read: ({ severity: given }) => {
      const severity = typeof given === 'string' ? given.trim().toLowerCase() : given;
      return isSeverity(severity) ? { severity } : invalid('severity', 'is not a severity', SEVERITIES.join(', '));
    },
  }),
  assign: command<{ readonly user: string; readonly role?: Role }>({
    description: 'Assigns the incident, or one of its roles, to someone. {actor, user, role?: commander | communications | scribe}',
    deed: 'assign someone',
    read: (fields) => fieldsOf({ user: requiredLine(fields, 'user', MAX_NAME, 'an email, a name or an @group'), role: readRole(fields) }),
    people: ({ user }) => [user],
  }),
  addResponders: command<{ readonly users: readonly string[] }>({
    description: 'Pages more people. {actor, users}',
    deed: 'page more people',
    read: (fields) => fieldsOf({ users: requiredList(fields, 'users', MAX_USERS, 'a list of people') }),
    people: ({ users }) => users,
  }),
  changeTitle: command<{ readonly title: string }>({
    description: 'Sets the title. {actor, title}',
    deed: 'change the title',
    needsIncident: true,
    read: (fields) => fieldsOf({ title: requiredLine(fields, 'title', TITLE_CHARS, 'text that is not empty') }),
  }),
  escalate: command<Record<never, never>>({
    description: 'Pages the next escalation level now. {actor}',
    deed: 'escalate',
    needsIncident: true,
    read: () => ({}),
  }),
  resolve: command<{ readonly note?: string }>({
    description: 'Resolves the incident. {actor, note?}',
    deed: 'resolve the incident',
    read: (fields) => fieldsOf({ note: optionalText(fields, 'note') }),
  }),
  reopen: command<{ readonly reason: string }>({
    description: 'Reopens a resolved incident. {actor, reason}',
    deed: 'reopen the incident',
    read: (fields) => fieldsOf({ reason: requiredText(fields, 'reason') }),
  }),
  cancel: command<{ readonly reason: string }>({
    description: 'Cancels the incident as a false alarm. It cannot be reopened. {actor, reason}',
    deed: 'cancel the incident',
    read: (fields) => fieldsOf({ reason: requiredText(fields, 'reason') }),
  }),
  investigateAgain: command<{ readonly runbooks?: readonly string[] }>({
    description: 'Runs the probes again, from these runbooks or from those that match. {actor, runbooks?}',
    deed: 'investigate again',
    needsIncident: true,
    read: (fields) => fieldsOf({ runbooks: optionalList(fields, 'runbooks', MAX_RUNBOOKS) }),
  }),
  retryStep: toldCommand<{ readonly step: StepName }>({
    description: 'Retries a blocked or failed step and the steps that depend on it. {actor, step}',
    deed: 'retry a step',
    read: (fields) => fieldsOf({ step: readStep(fields) }),
    told: ({ step }) => `retried ${step}`,
  }),
  skipStep: toldCommand<{ readonly step: StepName; readonly reason: string }>({
    description: 'Skips a blocked step. {actor, step, reason}',
    deed: 'skip a step',
    read: (fields) => fieldsOf({ step: readStep(fields), reason: requiredText(fields, 'reason') }),
    told: ({ step, reason }) => `skipped ${step}: ${reason}`,
  }),
  resumeFrom: command<{ readonly step: StepName }>({
    description: 'Runs a step again, whatever its outcome, and the steps that depend on it. {actor, step}',
    deed: 'resume the response',
    read: (fields) => fieldsOf({ step: readStep(fields) }),
  }),
  proposeAction: command<Signed<ProposalClaim>>({
    description: 'Puts an action of a runbook up for approval. Only the gateway can sign it. {actor, claim, signature}',
    deed: 'propose an action',
    isVouched: true,
    read: readSignedProposal,
  }),
  askConfirmation: command<{ readonly proposalId: string; readonly command: ConfirmedCommand; readonly reason?: string }>({
    description: `Asks a person to confirm a command: ${CONFIRMED_COMMANDS.join(', ')}. {actor, proposalId, command: {name, payload}, reason?}`,
    deed: 'ask for a confirmation',
    read: (fields) =>
      fieldsOf({ proposalId: readProposalId(fields), command: readConfirmed(fields), reason: optionalText(fields, 'reason') }),
  }),
  /** A command is confirmed without a claim; the approval of an action needs one. `withheld`: the gateway refuses it, so it is only recorded. */
  approveAction: command<
    { readonly proposalId: string; readonly digest: string; readonly withheld?: Withheld } & Partial<Signed<ApprovalClaim>>
  >({
    description: 'Approves what was proposed. Only the gateway can sign it for an action. {actor, proposalId, digest, claim?, signature?}',
    deed: 'approve a proposal',
    isVouched: true,
    read: (fields) => {
      const approval = readSignedApproval(fields);
      if (isRefusal(approval)) return approval;
      return fieldsOf({ proposalId: readProposalId(fields), digest: readDigest(fields), withheld: readWithheld(fields), ...approval });
    },
  }),
  rejectAction: command<{ readonly proposalId: string; readonly reason?: string }>({
    description: 'Rejects or withdraws what was proposed, before it runs. {actor, proposalId, reason?}',
    deed: 'reject a proposal',
    read: (fields) => fieldsOf({ proposalId: readProposalId(fields), reason: optionalText(fields, 'reason') }),
  }),
};

export type CommandName = keyof typeof COMMANDS;
/** Payloads by command, without the base. */
export type CommandPayloads = { [Name in CommandName]: Exclude<ReturnType<(typeof COMMANDS)[Name]['read']>, Refusal> };
export type CommandOf<Name extends CommandName> = CommandBase & { readonly name: Name } & CommandPayloads[Name];
export type Command = { [Name in CommandName]: CommandOf<Name> }[CommandName];
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

/** The declaration of a command whose name is only known at run time. */
export function declarationOf(name: CommandName): Declaration<object> {
  return COMMANDS[name] as Declaration<object>;
}

/** People to look up before the command acts. */
export function peopleNamedBy(command: Command): readonly string[] {
  return (declarationOf(command.name).people as ((command: Command) => readonly string[]) | undefined)?.(command) ?? [];
}

type ToldName = { [Name in CommandName]: (typeof COMMANDS)[Name] extends { readonly told: unknown } ? Name : never }[CommandName];
/** Timeline entries that are a command's payload. */
export type ToldEntry = { [Name in ToldName]: { readonly kind: Name } & CommandPayloads[Name] }[ToldName];

/** The text of such an entry, to follow its actor. */
export function describeTold(entry: ToldEntry): string {
  return (COMMANDS[entry.kind].told as (payload: ToldEntry) => string)(entry);
}

function readConfirmed({ command: given }: Fields): ConfirmedCommand | Refusal {
  const { name, payload = {} } = isFields(given) ? given : {};
  if (!isConfirmedCommandName(name)) return invalid('command', 'is not one to confirm', CONFIRMED_COMMANDS.join(', '));
  const read = isFields(payload) ? COMMANDS[name].read(payload) : invalid('command.payload', 'must be an object');
  return isRefusal(read) ? read : ({ name, payload: read } as ConfirmedCommand);
}

/** An alert for an open incident; an activity reads it before it is applied. */
export interface AlertUpdate extends CommandBase {
  readonly event: unknown;
  readonly source?: string;
  /** Used if the event has no title. */
  readonly title?: string;
  /** What a recovery of the last alert does; default: it resolves the incident. */
  readonly onRecovery?: RecoveryAction;
  /** Workflow id of the group of alerts that this one belongs to. */
  readonly group?: string;
}
/** An alert that was read, and whether its labels ask for privacy. */
export interface ReadAlert {
  readonly event: NormalizedEvent;
  readonly isPrivate: boolean;
  /** The services that it is about; absent if there are none, and in older histories. */
  readonly services?: readonly NamedService[];
}
/** An alert update after reading. */
export type ReadAlertUpdate = CommandBase &
  ReadAlert & {
    readonly name: 'alertUpdated';
    /** True if another alert of the same delivery is firing, so that the recovery of this one is not the end. */
    readonly isAmongFiring?: boolean;
    /** True in runs that tell many groups of alerts apart, and that know what a recovery does. */
    readonly countsAlerts?: true;
  } & Pick<AlertUpdate, 'onRecovery' | 'group'>;
