import { randomBytes } from 'node:crypto';

const LIFETIME_MS = 3_000;

export interface Trigger {
  readonly userId: string;
  /** The modal in which the click happened: another may be pushed on top of it. */
  readonly viewId?: string;
}
export type TriggerError = 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id';

/** Mints trigger ids. Each opens one modal, within three seconds of the click. */
export class Triggers {
  readonly #minted = new Map<string, Trigger & { readonly until: number; used: boolean }>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  mint(trigger: Trigger): string {
    const digits = Array.from({ length: 2 }, () => String(randomBytes(6).readUIntBE(0, 6))).join('.');
    const id = `${digits}.${randomBytes(16).toString('hex')}`;
    this.#minted.set(id, { ...trigger, until: this.#now() + LIFETIME_MS, used: false });
    return id;
  }

  use(id: string): Trigger | TriggerError {
    const trigger = this.#minted.get(id);
    if (trigger === undefined) return 'invalid_trigger_id';
    if (trigger.used) return 'exchanged_trigger_id';
    if (this.#now() > trigger.until) return 'expired_trigger_id';
    trigger.used = true;
    return trigger;
  }
}
