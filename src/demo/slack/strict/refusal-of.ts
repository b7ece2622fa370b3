import type { SlackCall } from '../slack-call';
import { isReadable, refusalOfMessage } from './message-refusal';
import { METHODS } from './methods';
import { type Refusal, refusalBy } from './refusal';
import { MAX_VIEW_BYTES, modalView } from './view';

/** Why Slack would refuse this call whatever the workspace holds; null if it would not. */
export function refusalOf(call: SlackCall): Refusal | null {
  const { method, args } = call;
  const known = METHODS[method];
  if (known === undefined) return { error: 'unknown_method', messages: [] };
  const missing = known.required.filter((name) => args[name] === undefined || args[name] === '');
  if (missing.length > 0) return { error: 'invalid_arguments', messages: missing.map((name) => `missing required field: ${name}`) };
  switch (method) {
    case 'chat.postMessage':
    case 'chat.postEphemeral':
    case 'chat.update':
      return refusalOfMessage(method, args);
    case 'conversations.create':
      return refusalOfName(args.name);
    case 'conversations.invite':
      return refusalOfUsers(args.users);
    case 'conversations.setTopic':
      return refusalOfLength(args.topic);
    case 'conversations.setPurpose':
      return refusalOfLength(args.purpose);
    case 'conversations.history':
    case 'conversations.replies':
      return refusalOfRange(args);
    case 'bookmarks.add':
      return refusalOfBookmark(args);
    case 'views.open':
    case 'views.push':
    case 'views.update':
      return refusalOfView(args.view);
    default:
      return null;
  }
}

/** Null if the scopes suffice; else the one that Slack names as needed. Some depend on the channel, which the emulator knows. */
export function missingScope({ method }: SlackCall, granted: readonly string[]): string | null {
  const lacking = METHODS[method]?.scopes.find((anyOf) => !anyOf.some((scope) => granted.includes(scope)));
  return lacking?.[0] ?? null;
}

const refused = (error: string): Refusal => ({ error, messages: [] });

/** docs.slack.dev/reference/methods/conversations.create; the emulator makes a valid name of any. */
function refusalOfName(name: unknown): Refusal | null {
  if (typeof name !== 'string' || name === '') return refused('invalid_name_required');
  if (name.length > 80) return refused('invalid_name_maxlength');
  if (!/^[a-z0-9_-]+$/.test(name)) return refused('invalid_name_specials');
  return /[a-z0-9]/.test(name) ? null : refused('invalid_name_punctuation');
}

/** docs.slack.dev/reference/methods/conversations.invite */
function refusalOfUsers(users: unknown): Refusal | null {
  if (typeof users !== 'string' || users === '') return refused('no_user');
  return users.split(',').length > 100 ? refused('too_many_users') : null;
}

/** docs.slack.dev/reference/methods/conversations.setTopic */
function refusalOfLength(text: unknown): Refusal | null {
  return typeof text === 'string' && text.length <= 250 ? null : refused('too_long');
}

/** docs.slack.dev/reference/methods/conversations.history */
function refusalOfRange({ oldest, latest }: SlackCall['args']): Refusal | null {
  const isTime = (value: unknown): boolean => value === undefined || /^\d+(\.\d{1,6})?$/.test(String(value));
  if (!isTime(oldest)) return refused('invalid_ts_oldest');
  return isTime(latest) ? null : refused('invalid_ts_latest');
}

/** docs.slack.dev/reference/methods/bookmarks.add */
function refusalOfBookmark({ type, link }: SlackCall['args']): Refusal | null {
  if (type !== 'link') return refused('invalid_bookmark_type');
  return typeof link === 'string' && URL.canParse(link) && /^https?:\/\//.test(link) ? null : refused('invalid_link');
}

/** docs.slack.dev/reference/methods/views.open */
function refusalOfView(view: unknown): Refusal | null {
  if (!isReadable(view)) return refused('invalid_arguments');
  if (Buffer.byteLength(JSON.stringify(view)) > MAX_VIEW_BYTES) return refused('view_too_large');
  return refusalBy(modalView, view, 'invalid_arguments', 'view');
}
