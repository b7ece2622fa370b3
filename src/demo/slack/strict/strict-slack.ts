import type { Interceptor, SlackAnswer, SlackCall } from '../slack-call';
import { missingScope, refusalOf } from './refusal-of';
import { type CallEmulator, createWorkspaceMemory } from './workspace-memory';

export interface StrictOptions {
  /** The tokens that Slack knows, with their scopes. */
  readonly tokens: ReadonlyMap<string, readonly string[]>;
  readonly emulator: CallEmulator;
}

/** Makes the emulator as strict as Slack: refuses what Slack refuses, and does what the emulator ignores. */
export function strictSlack({ tokens, emulator }: StrictOptions): Interceptor {
  const memory = createWorkspaceMemory(emulator);
  return {
    async before(call) {
      if (call.token === '') return refusal('not_authed');
      const scopes = tokens.get(call.token);
      // The emulator would take an unknown token for an administrator's.
      if (scopes === undefined) return refusal('invalid_auth');
      const needed = missingScope(call, scopes);
      if (needed !== null) return refusal('missing_scope', [], { needed, provided: scopes.join(',') });
      const refused = refusalOf(call);
      if (refused !== null) return refusal(refused.error, refused.messages);
      const error = await memory.refusalOf(call);
      return error === null ? null : refusal(error);
    },
    async after(call, answer) {
      const done = await didMore(call, answer, emulator);
      memory.note(call, done);
      return done;
    },
  };
}

/** Slack's form of a refusal. */
function refusal(error: string, messages: readonly string[] = [], more: object = {}): SlackAnswer {
  const details =
    messages.length === 0 ? {} : { errors: messages, response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) } };
  return { status: 200, body: { ok: false, error, ...details, ...more } };
}

/** What the emulator leaves out of an answer. */
function didMore(call: SlackCall, answer: SlackAnswer, emulator: CallEmulator): SlackAnswer | Promise<SlackAnswer> {
  switch (call.method) {
    case 'conversations.invite':
      return isTrue(call.args.force) && answer.body.ok === false ? inviteTheValid(call, answer, emulator) : answer;
    case 'conversations.history':
    case 'conversations.replies':
      return withinRange(call, answer);
    default:
      return answer;
  }
}

const isTrue = (value: unknown): boolean => value === true || value === 'true' || value === '1';

/** `force` invites the valid users and disregards the others: docs.slack.dev/reference/methods/conversations.invite */
async function inviteTheValid(call: SlackCall, answer: SlackAnswer, emulator: CallEmulator): Promise<SlackAnswer> {
  const { errors } = answer.body as { errors?: readonly { readonly user: string }[] };
  const refused = new Set(errors?.map(({ user }) => user));
  const valid = String(call.args.users)
    .split(',')
    .filter((user) => !refused.has(user));
  if (errors === undefined || valid.length === 0) return answer;
  const invited = await emulator({ ...call, args: { channel: call.args.channel, users: valid.join(',') } });
  return { status: 200, body: invited.ok === true ? { ...invited, errors } : invited };
}

/** `oldest`, `latest` and `inclusive`: docs.slack.dev/reference/methods/conversations.history */
function withinRange({ args }: SlackCall, answer: SlackAnswer): SlackAnswer {
  const { messages } = answer.body as { messages?: readonly { readonly ts: string }[] };
  if (messages === undefined || (args.oldest === undefined && args.latest === undefined)) return answer;
  const [oldest, latest] = [Number(args.oldest ?? 0), Number(args.latest ?? Number.POSITIVE_INFINITY)];
  const isWithin = (ts: number): boolean => (isTrue(args.inclusive) ? ts >= oldest && ts <= latest : ts > oldest && ts < latest);
  return { ...answer, body: { ...answer.body, messages: messages.filter(({ ts }) => isWithin(Number(ts))) } };
}
