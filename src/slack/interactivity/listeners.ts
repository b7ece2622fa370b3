import type { App, types } from '@slack/bolt';
import { answer } from './answer';
import type { Desk } from './desk';
import { brief } from './joined';
import { line } from './line';
import type { SubmittedValues } from './modals/values';
import { openDeclareForm } from './open-form';
import { said, troubleText } from './outcome-words';
import { outcomeOf } from './perform';
import { press } from './press';
import { quote } from './quote';
import { submit } from './submit';

/** Callback ids of the shortcuts, as the app's manifest names them. */
export const SHORTCUTS = { declare: 'incident.declare', addToTimeline: 'incident.addToTimeline' } as const;

/** Ids of events that are kept, so that one that Slack delivers again is told once. */
const MAX_SEEN = 10_000;

/**
 * Says what Bolt calls for which request. Everything is acknowledged at once, because Slack waits three seconds and Temporal may
 * take longer; only a form waits a little, so that it can show a refusal.
 */
export function listen(app: App, desk: Desk): void {
  // Any action, because Slack shows a warning at a button whose click no one acknowledges, even if it only opens a link.
  app.action(/.*/, async ({ ack, body, action }) => {
    await ack();
    if (body.type !== 'block_actions') return;
    const { container, channel, response_url, trigger_id } = body;
    const value = 'selected_option' in action ? action.selected_option?.value : 'value' in action ? action.value : undefined;
    if (typeof value !== 'string' || !('action_id' in action)) return;
    await press(desk, {
      user: personOf(body.user),
      place: { channelId: channel?.id ?? null, responseUrl: response_url || null },
      messageTs: String(container.message_ts ?? ''),
      isEphemeral: container.is_ephemeral === true,
      actionId: action.action_id,
      value,
      triggerId: trigger_id,
    });
  });
  app.view({ callback_id: /.*/, type: 'view_submission' }, async ({ ack, body, view }) => {
    const submission = {
      user: personOf(body.user),
      viewId: view.id,
      callbackId: view.callback_id,
      metadata: view.private_metadata,
      values: view.state.values as unknown as SubmittedValues,
    };
    await submit(desk, submission, (errors) => (errors === undefined ? ack() : ack({ response_action: 'errors', errors: { ...errors } })));
  });
  app.command(/.*/, async ({ ack, command }) => {
    await ack();
    await line(desk, {
      user: { userId: command.user_id, name: command.user_name },
      place: { channelId: command.channel_id, responseUrl: command.response_url || null },
      text: command.text ?? '',
      triggerId: command.trigger_id,
    });
  });
  app.shortcut({ type: 'shortcut', callback_id: SHORTCUTS.declare }, async ({ ack, shortcut }) => {
    await ack();
    const place = { channelId: null, responseUrl: null };
    await openDeclareForm(desk, shortcut.trigger_id, place).catch((error: unknown) =>
      answer(desk, place, shortcut.user.id, said(troubleText(outcomeOf(desk, error), null, desk))),
    );
  });
  app.shortcut({ type: 'message_action', callback_id: SHORTCUTS.addToTimeline }, async ({ ack, shortcut }) => {
    await ack();
    if (shortcut.type !== 'message_action') return;
    const { message, channel, user, trigger_id, response_url } = shortcut;
    await quote(desk, {
      user: personOf(user),
      place: { channelId: channel.id, responseUrl: response_url || null },
      triggerId: trigger_id,
      message: { ts: message.ts, text: message.text ?? '', author: authorOf(message) },
    });
  });
  const seen = new Set<string>();
  app.event('member_joined_channel', async ({ event, body }) => {
    if (seen.has(body.event_id)) return;
    if (seen.size >= MAX_SEEN) seen.clear();
    seen.add(body.event_id);
    const { user, channel, inviter } = event as types.MemberJoinedChannelEvent;
    await brief(desk, { userId: user, channelId: channel, inviterId: inviter ?? null });
  });
  app.error(async ({ name, code }: Error & { code?: string }) => {
    desk.log.error({ problem: name, code }, 'a request from Slack failed unexpectedly');
  });
}

function personOf(user: { readonly id: string; readonly name?: string | undefined; readonly username?: string | undefined }) {
  return { userId: user.id, name: user.name ?? user.username ?? '' };
}

function authorOf(message: { readonly user?: string | undefined; readonly [key: string]: unknown }) {
  const { user, username } = message;
  return { userId: user ?? null, name: typeof username === 'string' ? username : 'an app' };
}
