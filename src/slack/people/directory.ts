import { setTimeout as pause } from 'node:timers/promises';
import { ChatError } from '../../chat/errors';
import type { Call } from '../transport/call';
import { memberOf, type User } from './member';
import { domainOf, ownDomainOf } from './own-domain';
import { createPeopleIndex, type PeopleIndex } from './people-index';

/** Everyone whom the workspace lists, also those who cannot be paged. */
export interface Directory {
  readonly people: PeopleIndex;
  /** The workspace's own email domain; null if it is not clear. */
  readonly ownDomain: string | null;
  /** False if there are more people than were read, so that no name is known to be unique. */
  readonly isWhole: boolean;
}

export interface DirectoryReader {
  /**
   * The directory, from memory if it is fresh. `forMiss`: a name was not in it, so it must be up to date.
   * @throws ChatError `slack_directory_unread` if reading takes longer than a few seconds; it continues in the background.
   */
  read(how?: { readonly forMiss?: boolean; readonly signal?: AbortSignal | undefined }): Promise<Directory>;
  /** Stops a read in progress. */
  close(): void;
}

/** Slack recommends 200 per page and allows up to 1000, about 20 times a minute. */
const PAGE = 999;
const MAX_PAGES = 200;
/**
 * Longer than reading one page takes, even with a failed attempt, so that a one-page directory is never returned incomplete.
 */
const PATIENCE_MS = 4_000;
/** Used if Slack does not say how long its rate limit lasts. */
const UNTOLD_LIMIT_MS = 5_000;
/** A read that no one has asked about for this long stops; it resumes from the same place when someone asks. */
const ABANDONED_AFTER_MS = 60_000;
/** Less urgent than anything an incident itself sends. */
const URGENCY = 4;
/**
 * How long a directory is recent enough for finding people, and for saying that someone is missing (who may have just
 * joined).
 */
const FRESH_MS = { found: 10 * 60_000, missed: 5_000 };
/** How long a directory serves while it cannot be read anew; not for saying that someone is missing. */
const STALE_MS = 24 * 3_600_000;
/** Reading a large directory takes minutes and uses up the rate limit, so at most a tenth of the time is spent on it. */
const TIMES_ITS_READING = 10;
const MAX_RESTARTS = 2;

interface Walk {
  cursor: string | undefined;
  pages: number;
  readonly startedAtMs: number;
  readonly people: PeopleIndex;
  readonly domains: Map<string, number>;
}

/**
 * Reads the workspace's directory once for all callers. A large one takes longer than any activity may, so it is read in the
 * background: it keeps its place across limits and errors, and the next caller finds it further along.
 */
export function createDirectoryReader(call: Call, teamId: () => Promise<string>, now: () => number = Date.now): DirectoryReader {
  const stop = new AbortController();
  let known: { readonly directory: Directory; readonly startedAtMs: number; readonly tookMs: number } | undefined;
  let walk: Walk | undefined;
  let running: Promise<Directory> | undefined;
  let limitedUntilMs = 0;
  let limitBegins = deferred();
  let askedAtMs = 0;

  const isFresh = (kind: keyof typeof FRESH_MS): boolean =>
    known !== undefined && now() - known.startedAtMs < Math.max(FRESH_MS[kind], TIMES_ITS_READING * known.tookMs);

  /** One page, or null if it waited out a rate limit instead. */
  const readPage = async (cursor: string | undefined) => {
    try {
      const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
      return await call('users.list', (client) => client.users.list(query), { urgency: URGENCY, signal: stop.signal });
    } catch (error) {
      if (!(error instanceof ChatError) || error.code !== 'slack_rate_limited') throw error;
      const waitMs = error.retryAfterMs ?? UNTOLD_LIMIT_MS;
      limitedUntilMs = now() + waitMs;
      limitBegins.resolve();
      limitBegins = deferred();
      // This wait must not keep the process alive.
      await pause(waitMs, undefined, { signal: stop.signal, ref: false });
      return null;
    }
  };

  const readOn = async (): Promise<Directory> => {
    const ownTeam = await teamId();
    for (let restarts = 0; ; ) {
      walk ??= { cursor: undefined, pages: 0, startedAtMs: now(), people: createPeopleIndex(), domains: new Map() };
      if (now() - askedAtMs > ABANDONED_AFTER_MS) throw unread(walk.people.members.length, 0);
      const page = await readPage(walk.cursor).catch((error: unknown) => {
        if (!(error instanceof ChatError) || error.code !== 'slack_invalid_cursor' || restarts >= MAX_RESTARTS) throw error;
        return 'expired' as const;
      });
      if (page === 'expired') {
        restarts += 1;
        walk = undefined;
      } else if (page !== null) {
        for (const user of page.members ?? []) take(walk, user as User, ownTeam);
        walk.pages += 1;
        walk.cursor = page.response_metadata?.next_cursor || undefined;
        if (walk.cursor === undefined || walk.pages >= MAX_PAGES) return end(walk);
      }
    }
  };

  const end = ({ people, domains, cursor, startedAtMs }: Walk): Directory => {
    const directory = { people, ownDomain: ownDomainOf(domains), isWhole: cursor === undefined };
    known = { directory, startedAtMs, tookMs: now() - startedAtMs };
    walk = undefined;
    return directory;
  };

  const readAnew = async (signal: AbortSignal | undefined): Promise<Directory> => {
    askedAtMs = now();
    const giveUpAtMs = askedAtMs + PATIENCE_MS;
    running ??= readOn().finally(() => {
      running = undefined;
    });
    const reading = running;
    reading.catch(() => undefined);
    for (;;) {
      const restMs = giveUpAtMs - now();
      const limitMs = limitedUntilMs - now();
      if (restMs <= 0 || limitMs > restMs) throw unread(walk?.people.members.length ?? 0, Math.max(0, limitMs));
      const directory = await Promise.race([reading, limitBegins.promise, pauseUpTo(restMs, signal, reading)]);
      if (directory !== undefined) return directory;
    }
  };

  return {
    async read({ forMiss = false, signal } = {}) {
      if (known !== undefined && isFresh(forMiss ? 'missed' : 'found')) return known.directory;
      return readAnew(signal).catch((error: unknown) => {
        const isPassing = error instanceof ChatError && error.retryable;
        if (!isPassing || forMiss || known === undefined || now() - known.startedAtMs >= STALE_MS) throw error;
        return known.directory;
      });
    },
    close: () => stop.abort(),
  };
}

/** Ends when the time is up, when `sooner` settles, or when the caller's signal aborts; the abort is thrown. */
async function pauseUpTo(ms: number, signal: AbortSignal | undefined, sooner: Promise<unknown>): Promise<undefined> {
  const timer = new AbortController();
  const end = (): void => timer.abort();
  signal?.addEventListener('abort', end, { once: true });
  sooner.then(end, end);
  await pause(ms, undefined, { signal: timer.signal }).catch(() => undefined);
  signal?.removeEventListener('abort', end);
  signal?.throwIfAborted();
}

function take({ people, domains }: Walk, user: User, ownTeam: string): void {
  const member = memberOf(user, ownTeam);
  if (!people.add(member)) return;
  // A guest's address shows where the guest comes from, not the workspace's domain.
  const domain = member.standing === 'active' && !member.isGuest ? domainOf(member.mailbox) : null;
  if (domain !== null) domains.set(domain, (domains.get(domain) ?? 0) + 1);
}

function unread(users: number, limitMs: number): ChatError {
  const progress = users === 0 ? '' : ` (${users} ${users === 1 ? 'user' : 'users'} so far)`;
  return new ChatError({
    code: 'slack_directory_unread',
    message: `Slack users.list: the directory is still being read${progress}`,
    retryable: true,
    retryAfterMs: Math.min(Math.max(limitMs, 1_000), 10_000),
  });
}

function deferred(): { readonly promise: Promise<undefined>; readonly resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<undefined>((done) => {
    resolve = () => done(undefined);
  });
  return { promise, resolve };
}
