import { randomBytes } from 'node:crypto';

const MAX_USES = 5;
const LIFETIME_MS = 30 * 60_000;

/** Where the answer to an interaction goes. */
export interface ResponseTarget {
  readonly userId: string;
  readonly channel: string;
  /** The message that was clicked; absent for a slash command. */
  readonly original?: { readonly ts: string; readonly isEphemeral: boolean };
}
export type ResponseUrlError = 'no_such_url' | 'used_url' | 'expired_url';

/** Issues response URLs: five uses, within thirty minutes. */
export class ResponseUrls {
  readonly #issued = new Map<string, { readonly target: ResponseTarget; readonly until: number; uses: number }>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** The path of a new URL. Whoever knows it may answer. */
  issue(kind: 'actions' | 'commands', teamId: string, target: ResponseTarget): string {
    const path = `/${kind}/${teamId}/${randomBytes(6).readUIntBE(0, 6)}/${randomBytes(18).toString('base64url')}`;
    this.#issued.set(path, { target, until: this.#now() + LIFETIME_MS, uses: 0 });
    return path;
  }

  use(path: string): ResponseTarget | ResponseUrlError {
    const issued = this.#issued.get(path);
    if (issued === undefined) return 'no_such_url';
    if (this.#now() > issued.until) return 'expired_url';
    if (issued.uses >= MAX_USES) return 'used_url';
    issued.uses += 1;
    return issued.target;
  }
}
