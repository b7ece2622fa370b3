import type { Principal } from '../incident/model/actions/principal';
import type { RequestHead } from './auth/authenticator';
import type { PersonAuthenticator } from './auth/person';
import { RateLimit } from './rate-limit';
import { notFound, RequestError, unauthenticated } from './request-error';

/** Requests with a wrong token, from everybody together: a right one is found in any case. */
const FAILURES_PER_MINUTE = 600;
/** Of one token. */
const REQUESTS_PER_MINUTE = 120;

/** Admits people, and agents that act for them, by their tokens. */
export class People {
  private readonly failures = new RateLimit(FAILURES_PER_MINUTE);
  private readonly rates = new Map<string, RateLimit>();

  constructor(private readonly authenticator: PersonAuthenticator) {}

  get areKnown(): boolean {
    return this.authenticator.isOn;
  }

  /** Whoever sends the request. @throws RequestError if the token fits nobody, or if too many requests come. */
  async admit(head: RequestHead): Promise<Principal> {
    const identity = this.authenticator.identify(head);
    if (!this.authenticator.isOn) throw notFound();
    if ('refused' in identity) {
      await this.failures.take();
      throw unauthenticated(this.authenticator, identity.refused);
    }
    await this.rateOf(identity.principal).take();
    return identity.principal;
  }

  private rateOf({ token }: Principal): RateLimit {
    const rate = this.rates.get(token) ?? new RateLimit(REQUESTS_PER_MINUTE);
    this.rates.set(token, rate);
    return rate;
  }
}

/** @throws RequestError if the token is only for looking. */
export function refuseReader({ mode, token }: Principal): void {
  if (mode === 'respond') return;
  throw new RequestError({
    status: 403,
    code: 'read_only',
    message: `the token ${token} is only for looking, and this changes an incident`,
    hint: 'Nothing was changed. To make one that may: incident token add --person ADDRESS --mode respond',
  });
}
