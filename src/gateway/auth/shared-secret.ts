import type { Secret } from '../../config/secrets';
import type { SecretAuth } from '../../config/sender-schema';
import type { Authenticator } from './authenticator';
import { isSameText, oneFits } from './secrets';

/** `Authorization: Bearer TOKEN` */
export function bearer(secrets: readonly Secret[]): Authenticator {
  return {
    needs: 'the header Authorization: Bearer TOKEN',
    challenge: 'Bearer',
    checkHead: ({ headers }) => judge(credentials(headers.authorization, 'bearer'), secrets),
  };
}

/** `Authorization: Basic`; the secret is `user:password`. */
export function basic(secrets: readonly Secret[]): Authenticator {
  return {
    needs: 'a user name and a password (HTTP basic authentication)',
    challenge: 'Basic realm="alerts", charset="UTF-8"',
    checkHead({ headers }) {
      const encoded = credentials(headers.authorization, 'basic');
      return judge(encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8'), secrets);
    },
  };
}

/** `?token=TOKEN` in the address, for senders that can send nothing else. */
export function token(secrets: readonly Secret[]): Authenticator {
  return { needs: '?token=TOKEN in the address', challenge: null, checkHead: (head) => judge(head.token, secrets) };
}

/**
 * No authentication. A page in a browser could post to this machine's own addresses; browsers mark such requests, and they
 * are refused.
 */
export const open: Authenticator = {
  needs: 'to be sent by a program, not by a browser: this address has no authentication',
  challenge: null,
  checkHead: ({ headers }) =>
    headers.origin === undefined && headers['sec-fetch-site'] === undefined
      ? null
      : 'a browser sent it, and this address has no authentication',
};

const BY_AUTH: Readonly<Record<SecretAuth, (secrets: readonly Secret[]) => Authenticator>> = { bearer, basic, token, none: () => open };
export const bySecret = (auth: SecretAuth, secrets: readonly Secret[]): Authenticator => BY_AUTH[auth](secrets);

function judge(given: string | undefined, secrets: readonly Secret[]): string | null {
  if (given === undefined) return 'no credentials of the kind that this address needs';
  return oneFits(secrets, (secret) => isSameText(given, secret)) ? null : 'wrong credentials';
}

/** What follows the scheme's name; undefined for another scheme, or for none. */
export function credentials(header: string | undefined, scheme: string): string | undefined {
  const [, name, rest] = /^([A-Za-z]+) +(\S+)$/.exec(header?.trim() ?? '') ?? [];
  return name?.toLowerCase() === scheme ? rest : undefined;
}
