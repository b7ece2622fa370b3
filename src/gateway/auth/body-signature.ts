import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../config/secrets';
import type { SigningType } from '../../config/sources-schema';
import type { Authenticator, RequestHead } from './authenticator';
import { oneFits } from './secrets';

/** A request could be sent again for so long after it was signed, or before, since clocks differ. */
const REPLAY_WINDOW_MS = 5 * 60_000;
/** PagerDuty sends one for each secret in use. */
const MAX_SIGNATURES = 10;

interface Scheme {
  readonly header: string;
  /** The candidates in the header's value, in hexadecimal. */
  signaturesIn(value: string): readonly string[];
}

/** Vendors that sign the body with a shared secret: HMAC-SHA256. SNS signs with a certificate instead. */
const SCHEMES: Readonly<Record<Exclude<SigningType, 'cloudwatch'>, Scheme>> = {
  // developer.pagerduty.com, "Webhooks: Verifying Signatures": v1=HEX, one for each secret. No time is signed.
  pagerduty: {
    header: 'x-pagerduty-signature',
    signaturesIn: (value) =>
      value
        .split(',', MAX_SIGNATURES)
        .map((part) => part.trim())
        .filter((part) => part.startsWith('v1='))
        .map((part) => part.slice('v1='.length)),
  },
  // docs.sentry.io, "Integration Platform: Webhooks". The timestamp beside it is not signed.
  sentry: { header: 'sentry-hook-signature', signaturesIn: (value) => [value.trim()] },
  // grafana.com/docs, "Configure webhook notifications", HMAC signature: over the body, or over TIMESTAMP:BODY.
  grafana: { header: 'x-grafana-alerting-signature', signaturesIn: (value) => [value.trim()] },
};

export interface BodySignatureOptions {
  readonly type: keyof typeof SCHEMES;
  readonly secrets: readonly Secret[];
  /** The header whose value is signed with the body, as seconds since 1970; undefined if there is none. */
  readonly timestampHeader: string | undefined;
  readonly now: () => number;
}

export function bodySignature({ type, secrets, timestampHeader, now }: BodySignatureOptions): Authenticator {
  const { header, signaturesIn } = SCHEMES[type];
  const dated = timestampHeader?.toLowerCase();
  return {
    needs: `the signature of ${type} in the header ${header}${timestampHeader === undefined ? '' : `, with its time in ${timestampHeader}`}`,
    challenge: null,
    checkHead(head) {
      const value = textOf(head, header);
      if (value === undefined) return `no header ${header}`;
      if (!signaturesIn(value).some(isDigest)) return `no signature in the header ${header}`;
      return dated === undefined ? null : judgeTime(textOf(head, dated), now());
    },
    async checkBody(head, body) {
      const signatures = signaturesIn(textOf(head, header) ?? '').filter(isDigest);
      const prefix = dated === undefined ? '' : `${textOf(head, dated)}:`;
      const fits = (secret: string): boolean => {
        const expected = createHmac('sha256', secret).update(prefix).update(body).digest();
        return signatures.map((given) => timingSafeEqual(Buffer.from(given, 'hex'), expected)).includes(true);
      };
      return oneFits(secrets, fits) ? null : 'the signature fits none of the secrets';
    },
  };
}

const isDigest = (text: string): boolean => /^[0-9a-f]{64}$/i.test(text);

/** Undefined if the header is missing or was sent more than once. */
function textOf({ headers }: RequestHead, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

function judgeTime(text: string | undefined, now: number): string | null {
  if (text === undefined || !/^\d{1,12}$/.test(text)) return 'no usable time in the timestamp header';
  return Math.abs(now - 1_000 * Number(text)) <= REPLAY_WINDOW_MS ? null : 'signed more than five minutes ago, or in the future';
}
