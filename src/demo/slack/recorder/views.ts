import { randomBytes } from 'node:crypto';
import type { KnownBlock, PlainTextElement } from '@slack/web-api';
import { textIn, withBlockIds } from '../slack-json';
import type { Trigger } from './triggers';

/** Slack shows at most three modals on top of each other. */
const MAX_DEPTH = 3;

/** A modal as Slack sends it back. Its state is added to each interaction. */
export interface ModalView {
  readonly id: string;
  readonly team_id: string;
  readonly type: 'modal';
  readonly blocks: readonly KnownBlock[];
  readonly private_metadata: string;
  readonly callback_id: string;
  readonly hash: string;
  readonly title: PlainTextElement;
  readonly clear_on_close: boolean;
  readonly notify_on_close: boolean;
  readonly close: PlainTextElement | null;
  readonly submit: PlainTextElement | null;
  readonly previous_view_id: string | null;
  readonly root_view_id: string;
  readonly app_id: string;
  readonly external_id: string;
  readonly app_installed_team_id: string;
  readonly bot_id: string;
}
export type App = Pick<ModalView, 'team_id' | 'app_id' | 'bot_id'>;
export type Views = readonly ModalView[];
type GivenView = Readonly<Record<string, unknown>>;

/** The modals that each person has open, one on top of the other. */
export class OpenViews {
  readonly #stacks = new Map<string, Views>();
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  of(userId: string): Views {
    return this.#stacks.get(userId) ?? [];
  }

  top(userId: string): ModalView | null {
    return this.of(userId).at(-1) ?? null;
  }

  open({ userId }: Trigger, given: GivenView): ModalView {
    const view = this.#make(given, null);
    this.#stacks.set(userId, [view]);
    return view;
  }

  push({ userId, viewId }: Trigger, given: GivenView): ModalView | 'push_limit_reached' | 'view_not_found' {
    const stack = this.of(userId);
    const parent = stack.at(-1);
    if (parent === undefined || (viewId !== undefined && parent.id !== viewId)) return 'view_not_found';
    if (stack.length >= MAX_DEPTH) return 'push_limit_reached';
    const view = this.#make(given, parent);
    this.#stacks.set(userId, [...stack, view]);
    return view;
  }

  update(which: { readonly viewId: string; readonly externalId: string; readonly hash: string }, given: GivenView) {
    for (const [userId, stack] of this.#stacks) {
      const old = stack.find(({ id, external_id }) => (which.viewId ? id === which.viewId : external_id === which.externalId));
      if (old === undefined || (which.viewId === '' && which.externalId === '')) continue;
      if (which.hash !== '' && which.hash !== old.hash) return 'hash_conflict';
      const view = { ...this.#make(given, null), id: old.id, root_view_id: old.root_view_id, previous_view_id: old.previous_view_id };
      this.#stacks.set(
        userId,
        stack.map((one) => (one.id === old.id ? view : one)),
      );
      return view;
    }
    return 'not_found';
  }

  /** Closes the person's top modal, or all of them. Returns those closed. */
  close(userId: string, all = false): Views {
    const stack = this.of(userId);
    const kept = all ? [] : stack.slice(0, -1);
    this.#stacks.set(userId, kept);
    return stack.slice(kept.length);
  }

  #make(given: GivenView, parent: ModalView | null): ModalView {
    const id = `V${randomBytes(5).toString('hex').toUpperCase()}`;
    return {
      id,
      team_id: this.#app.team_id,
      type: 'modal',
      blocks: withBlockIds(given.blocks),
      private_metadata: textIn(given, 'private_metadata'),
      callback_id: textIn(given, 'callback_id'),
      hash: `${Math.floor(Date.now() / 1_000)}.${randomBytes(4).toString('hex')}`,
      title: plainText(given.title) ?? { type: 'plain_text', text: '', emoji: true },
      clear_on_close: given.clear_on_close === true,
      notify_on_close: given.notify_on_close === true,
      close: plainText(given.close),
      submit: plainText(given.submit),
      previous_view_id: parent?.id ?? null,
      root_view_id: parent?.root_view_id ?? id,
      app_id: this.#app.app_id,
      external_id: textIn(given, 'external_id'),
      app_installed_team_id: this.#app.team_id,
      bot_id: this.#app.bot_id,
    };
  }
}

function plainText(value: unknown): PlainTextElement | null {
  const { text } = (typeof value === 'object' && value !== null ? value : {}) as { text?: unknown };
  return typeof text === 'string' ? { type: 'plain_text', text, emoji: true } : null;
}
