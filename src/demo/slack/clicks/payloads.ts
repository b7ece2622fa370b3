import type { ModalView } from '../recorder/views';
import type { StateValues } from './state';

/** Slack's interaction payloads: https://docs.slack.dev/reference/interaction-payloads */
export interface Workspace {
  readonly id: string;
  readonly domain: string;
  readonly appId: string;
  readonly botUserId: string;
}
export interface Clicker {
  readonly id: string;
  readonly name: string;
}
export interface Place {
  readonly id: string;
  /** As Slack names it to apps: `directmessage`, `privategroup`, or the channel's name. */
  readonly name: string;
}
export type Payload = Readonly<Record<string, unknown>>;

/** Apps must verify signatures instead; Slack still sends one. */
const VERIFICATION_TOKEN = 'emulated-verification-token';
const NO_ENTERPRISE = { enterprise: null, is_enterprise_install: false };

function common({ id, domain, appId }: Workspace, { id: userId, name }: Clicker): Payload {
  return {
    user: { id: userId, username: name, name, team_id: id },
    api_app_id: appId,
    token: VERIFICATION_TOKEN,
    team: { id, domain },
    ...NO_ENTERPRISE,
  };
}

export interface MessageClick {
  readonly channel: Place;
  readonly message: Payload & { readonly ts: string; readonly thread_ts?: string };
  readonly isEphemeral: boolean;
  /** Counted from 1; null if the block is not in an attachment. */
  readonly attachmentId: number | null;
  readonly actions: readonly Payload[];
  readonly values: StateValues;
  readonly triggerId: string;
  readonly responseUrl: string;
}

export function messageActions(workspace: Workspace, user: Clicker, click: MessageClick): Payload {
  const { channel, message, isEphemeral, attachmentId, actions, values, triggerId, responseUrl } = click;
  const where = {
    message_ts: message.ts,
    channel_id: channel.id,
    is_ephemeral: isEphemeral,
    ...(message.thread_ts === undefined ? {} : { thread_ts: message.thread_ts }),
  };
  return {
    type: 'block_actions',
    ...common(workspace, user),
    container:
      attachmentId === null
        ? { type: 'message', ...where }
        : { type: 'message_attachment', attachment_id: attachmentId, is_app_unfurl: false, ...where },
    trigger_id: triggerId,
    channel,
    // Slack keeps no ephemeral message, so it sends none.
    ...(isEphemeral ? {} : { message }),
    state: { values },
    response_url: responseUrl,
    actions,
  };
}

const withState = (view: ModalView, values: StateValues): Payload => ({ ...view, state: { values } });

export function viewActions(
  workspace: Workspace,
  user: Clicker,
  click: { readonly view: ModalView; readonly values: StateValues; readonly actions: readonly Payload[]; readonly triggerId: string },
): Payload {
  return {
    type: 'block_actions',
    ...common(workspace, user),
    container: { type: 'view', view_id: click.view.id },
    trigger_id: click.triggerId,
    view: withState(click.view, click.values),
    actions: click.actions,
  };
}

export function viewSubmission(
  workspace: Workspace,
  user: Clicker,
  { view, values, triggerId }: { readonly view: ModalView; readonly values: StateValues; readonly triggerId: string },
): Payload {
  // Only selects of conversations have response URLs, and none of those is drawn.
  return { type: 'view_submission', ...common(workspace, user), trigger_id: triggerId, view: withState(view, values), response_urls: [] };
}

export function viewClosed(workspace: Workspace, user: Clicker, view: ModalView, isCleared: boolean): Payload {
  return { type: 'view_closed', ...common(workspace, user), view: withState(view, {}), is_cleared: isCleared };
}

export interface ShortcutUse {
  readonly callbackId: string;
  readonly triggerId: string;
  readonly actionTs: string;
}

export function globalShortcut(workspace: Workspace, user: Clicker, { callbackId, triggerId, actionTs }: ShortcutUse): Payload {
  const { api_app_id: _app, ...rest } = common(workspace, user);
  return { type: 'shortcut', ...rest, callback_id: callbackId, trigger_id: triggerId, action_ts: actionTs };
}

export function messageShortcut(
  workspace: Workspace,
  user: Clicker,
  use: ShortcutUse & Pick<MessageClick, 'channel' | 'message' | 'responseUrl'>,
): Payload {
  const { api_app_id: _app, ...rest } = common(workspace, user);
  return {
    type: 'message_action',
    ...rest,
    callback_id: use.callbackId,
    trigger_id: use.triggerId,
    response_url: use.responseUrl,
    message_ts: use.message.ts,
    channel: use.channel,
    message: use.message,
    action_ts: use.actionTs,
  };
}

export interface CommandUse {
  readonly command: string;
  readonly text: string;
  readonly channel: Place;
  readonly triggerId: string;
  readonly responseUrl: string;
}

/** The fields of a form, in Slack's order. */
export function slashCommand(workspace: Workspace, user: Clicker, use: CommandUse): Readonly<Record<string, string>> {
  return {
    token: VERIFICATION_TOKEN,
    team_id: workspace.id,
    team_domain: workspace.domain,
    channel_id: use.channel.id,
    channel_name: use.channel.name,
    user_id: user.id,
    user_name: user.name,
    command: use.command,
    text: use.text,
    api_app_id: workspace.appId,
    is_enterprise_install: 'false',
    response_url: use.responseUrl,
    trigger_id: use.triggerId,
  };
}

/** https://docs.slack.dev/apis/events-api */
export function eventCallback({ id, appId, botUserId }: Workspace, event: Payload, eventId: string, eventTime: number): Payload {
  return {
    token: VERIFICATION_TOKEN,
    team_id: id,
    context_team_id: id,
    context_enterprise_id: null,
    api_app_id: appId,
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: eventTime,
    authorizations: [{ enterprise_id: null, team_id: id, user_id: botUserId, is_bot: true, is_enterprise_install: false }],
    is_ext_shared_channel: false,
    event_context: `4-${eventId}`,
  };
}
