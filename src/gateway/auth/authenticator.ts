import type { IncomingHttpHeaders } from 'node:http';

/** What is known of a request before its body is read. */
export interface RequestHead {
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** `?token=`, if given exactly once. */
  readonly token: string | undefined;
}

/** Why a request is refused, for the log: it quotes nothing that was sent. Null if it is not refused. */
export type Refused = string | null;

/** Decides whether a request comes from the sender that a source is for. */
export interface Authenticator {
  /** What a request needs, for the answer to one that lacks it. */
  readonly needs: string;
  /** For the header `WWW-Authenticate`; null where no scheme fits. */
  readonly challenge: string | null;
  /** Before the body is read, so that a stranger's body is not. */
  checkHead(head: RequestHead): Refused;
  /**
   * Only for what covers the body, byte by byte.
   * @throws RequestError if it cannot be decided now, and may be later.
   */
  checkBody?(head: RequestHead, body: Buffer): Promise<Refused>;
}
