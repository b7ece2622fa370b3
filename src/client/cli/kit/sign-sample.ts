import { createHmac } from 'node:crypto';
import type { Source } from '../../../config/gateway-settings';
import { assertNever } from '../../../incident/text/assert-never';
import { InvalidInputError } from '../../../incident/text/errors';

/** What a request must show, so that the gateway takes it for the sender's. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  /** For the address; empty if it needs none. */
  readonly query: string;
}

/**
 * The sender's own authentication, for a sample in its name.
 * @throws InvalidInputError for Amazon's signature, which only Amazon can make.
 */
export function signSample({ name, type, auth, secrets, timestampHeader }: Source, body: string, now: number): Credentials {
  const secret = secrets.map(({ value }) => value()).find((value) => value !== '') ?? '';
  switch (auth) {
    case 'none':
      return { headers: {}, query: '' };
    case 'bearer':
      return { headers: { authorization: `Bearer ${secret}` }, query: '' };
    case 'basic':
      return { headers: { authorization: `Basic ${Buffer.from(secret).toString('base64')}` }, query: '' };
    case 'token':
      return { headers: {}, query: `?token=${encodeURIComponent(secret)}` };
    case 'signature': {
      const sign = SIGNATURES[type];
      if (sign === undefined)
        throw new InvalidInputError('INSTANCE', `${name} takes in only what Amazon SNS has signed`, 'any other source', {
          hint: 'Nothing was sent. Set the alarm off: aws cloudwatch set-alarm-state --alarm-name NAME --state-value ALARM --state-reason test',
        });
      return { headers: sign(secret, body, { header: timestampHeader, time: String(Math.floor(now / 1_000)) }), query: '' };
    }
    default:
      return assertNever(auth);
  }
}

type Sign = (secret: string, body: string, dated: { header: string | undefined; time: string }) => Record<string, string>;

const hmac = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex');

/** `gateway/auth/body-signature.ts` checks them, and names the vendors' pages. */
const SIGNATURES: Readonly<Partial<Record<string, Sign>>> = {
  pagerduty: (secret, body) => ({ 'x-pagerduty-signature': `v1=${hmac(secret, body)}` }),
  sentry: (secret, body) => ({ 'sentry-hook-signature': hmac(secret, body) }),
  grafana: (secret, body, { header, time }) =>
    header === undefined
      ? { 'x-grafana-alerting-signature': hmac(secret, body) }
      : { 'x-grafana-alerting-signature': hmac(secret, `${time}:${body}`), [header.toLowerCase()]: time },
};
