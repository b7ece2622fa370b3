import { timingSafeEqual } from 'node:crypto';
import { statSync } from 'node:fs';
import type { Principal } from '../incident/model/actions/principal';
import { digestOf } from './token';
import { readTokens, type StoredToken } from './tokens-file';

export interface CurrentTokensOptions {
  readonly path: string;
  readonly now: () => number;
  /** Called once for each state of the file that cannot be used. */
  readonly warn: (problem: string) => void;
}

/** Whom a token stands for, or why for nobody. */
export type Held = { readonly principal: Principal } | { readonly refused: 'unknown' | 'expired' };

/**
 * The tokens as the file has them at each question, so that a token that was revoked a moment ago no longer counts. While the
 * file cannot be used, those that it had before count.
 */
export class CurrentTokens {
  private tokens: readonly StoredToken[] | null = null;
  private seen = '';

  constructor(private readonly options: CurrentTokensOptions) {}

  /** Whether there is a file of tokens; without one, no person is known here. */
  get areKept(): boolean {
    return this.read() !== null;
  }

  holderOf(token: string): Held {
    const digest = Buffer.from(digestOf(token), 'hex');
    // Each one is compared, so that the time does not tell which of them fits.
    const [found] = (this.read() ?? []).filter(({ sha256 }) => timingSafeEqual(Buffer.from(sha256, 'hex'), digest));
    if (found === undefined) return { refused: 'unknown' };
    return isExpired(found, this.options.now()) ? { refused: 'expired' } : { principal: principalOf(found) };
  }

  private read(): readonly StoredToken[] | null {
    const { path, warn } = this.options;
    const mark = markOf(path);
    if (mark === this.seen) return this.tokens;
    this.seen = mark;
    try {
      this.tokens = readTokens(path);
    } catch (error) {
      warn((error as Error).message);
    }
    return this.tokens;
  }
}

export const isExpired = ({ expiresAt }: Pick<StoredToken, 'expiresAt'>, now: number): boolean =>
  expiresAt !== null && Date.parse(expiresAt) <= now;

function principalOf({ name, person, agent, mode, allows }: StoredToken): Principal {
  return { token: name, person, identities: [person], mode, allows, ...(agent === undefined ? {} : { agent }) };
}

/** Changes whenever the file does: its replacement has another inode, and an edit another time. */
function markOf(path: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unreadable';
  }
}
