import type { Interceptor, SlackAnswer, SlackCall } from '../slack-call';
import { contentOf, textIn } from '../slack-json';
import { Changes } from './changes';
import { Ephemerals } from './ephemerals';
import { ResponseUrls } from './response-urls';
import type { SlackApi } from './slack-api';
import { Triggers } from './triggers';
import { answerGroups, type UserGroup } from './user-groups';
import { type App, OpenViews } from './views';

/** Joins that the app is told about as events. */
export interface Join {
  readonly channel: string;
  readonly userId: string;
  readonly inviter: string | null;
}
export interface RecorderOptions {
  readonly api: SlackApi;
  readonly app: App & { readonly bot_user_id: string };
  readonly groups?: readonly UserGroup[];
  /** Why Slack refuses a call: the bodies of response URLs and the views that answer a submission are checked by it too. */
  readonly check?: (call: SlackCall) => string | null;
  readonly now?: () => number;
}

const CHANGING = /^(?:chat|conversations|pins|bookmarks|reactions|files)\.(?!getPermalink|history|info|list|members|replies)/;

/** Keeps what the emulator does not: ephemeral messages, response URLs, triggers, open modals. Announces every change. */
export class Recorder implements Interceptor {
  readonly changes = new Changes();
  readonly ephemerals = new Ephemerals();
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly views: OpenViews;
  readonly options: RecorderOptions;
  /** Called when someone is in a channel who was not before. */
  onJoin: (join: Join) => void = () => {};

  constructor(options: RecorderOptions) {
    this.options = options;
    this.triggers = new Triggers(options.now);
    this.responseUrls = new ResponseUrls(options.now);
    this.views = new OpenViews(options.app);
  }

  before(call: SlackCall): SlackAnswer | null {
    switch (call.method) {
      case 'views.open':
      case 'views.push':
        return this.#openView(call);
      case 'views.update':
        return this.#updateView(call);
      default:
        return answerGroups(call, this.options.groups ?? []);
    }
  }

  after(call: SlackCall, answer: SlackAnswer): SlackAnswer {
    if (answer.body.ok !== true) return answer;
    const channel = textIn(answer.body, 'channel') || textIn(call.args, 'channel') || textIn(call.args, 'channel_id');
    if (call.method === 'chat.postEphemeral') {
      this.ephemerals.add({
        ...contentOf(call.args),
        type: 'message',
        ts: textIn(answer.body, 'message_ts'),
        channel,
        reader: textIn(call.args, 'user'),
        user: this.options.app.bot_user_id,
        bot_id: this.options.app.bot_id,
        ...(textIn(call.args, 'thread_ts') === '' ? {} : { thread_ts: textIn(call.args, 'thread_ts') }),
      });
    }
    if (call.method === 'conversations.invite') this.#invited(call, answer, channel);
    if (CHANGING.test(call.method)) this.changes.announce({ channel: channel === '' ? null : channel });
    return answer;
  }

  #openView({ method, args }: SlackCall): SlackAnswer {
    const trigger = this.triggers.use(textIn(args, 'trigger_id'));
    if (typeof trigger === 'string') return refusal(trigger);
    const given = args.view as Record<string, unknown>;
    const view = method === 'views.open' ? this.views.open(trigger, given) : this.views.push(trigger, given);
    return this.#shown(view);
  }

  #updateView({ args }: SlackCall): SlackAnswer {
    const which = { viewId: textIn(args, 'view_id'), externalId: textIn(args, 'external_id'), hash: textIn(args, 'hash') };
    return this.#shown(this.views.update(which, args.view as Record<string, unknown>));
  }

  #shown(view: object | string): SlackAnswer {
    if (typeof view === 'string') return refusal(view);
    this.changes.announce({ channel: null });
    return { status: 200, body: { ok: true, view: { ...view, state: { values: {} } } } };
  }

  #invited({ args }: SlackCall, { body }: SlackAnswer, channel: string): void {
    const users = Array.isArray(args.users) ? args.users.map(String) : textIn(args, 'users').split(',');
    const refused = new Set((body.errors as readonly { readonly user: string }[] | undefined)?.map(({ user }) => user));
    for (const user of users.filter((one) => !refused.has(one.trim())))
      this.onJoin({ channel, userId: user.trim(), inviter: this.options.app.bot_user_id });
  }
}

const refusal = (error: string): SlackAnswer => ({ status: 200, body: { ok: false, error } });
