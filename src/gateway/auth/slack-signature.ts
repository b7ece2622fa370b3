import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../config/secrets';
import type { Authenticator, RequestHead } from './authenticator';
import { oneFits } from './secrets';

/** Slack's advice: older requests may be replays. Clocks differ, so the same holds for the future. */
const WINDOW_MS = 5 * 60_000;
const SIGNATURE = 'x-slack-signature';
const TIMESTAMP = 'x-slack-request-timestamp';

/** docs.slack.dev, "Verifying requests from Slack": HMAC-SHA256 over v0:TIMESTAMP:BODY, in hexadecimal. */
export function slackSignature(secret: Secret, now: () => number): Authenticator {
  return {
    needs: `Slack's signature in the headers ${SIGNATURE} and ${TIMESTAMP}`,
    challenge: null,
    checkHead(head) {
      if (signatureIn(head) === null) return `no usable header ${SIGNATURE}`;
      const signedAt = timestampIn(head);
      if (signedAt === null) return `no usable header ${TIMESTAMP}`;
      return Math.abs(now() - 1_000 * Number(signedAt)) <= WINDOW_MS ? null : 'signed more than five minutes ago, or in the future';
    },
    async checkBody(head, body) {
      const given = Buffer.from(signatureIn(head) ?? '', 'hex');
      const signed = `v0:${timestampIn(head)}:`;
      const fits = (value: string): boolean => {
        const expected = createHmac('sha256', value).update(signed).update(body).digest();
        return given.length === expected.length && timingSafeEqual(given, expected);
      };
      return oneFits([secret], fits) ? null : 'the signature does not fit the signing secret';
    },
  };
}

function signatureIn({ headers }: RequestHead): string | null {
  const value = headers[SIGNATURE];
  return typeof value === 'string' ? (/^v0=([0-9a-f]{64})$/i.exec(value)?.[1] ?? null) : null;
}

function timestampIn({ headers }: RequestHead): string | null {
  const value = headers[TIMESTAMP];
  return typeof value === 'string' && /^\d{1,12}$/.test(value) ? value : null;
}
