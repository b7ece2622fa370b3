import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { tryLater } from './request-error';

/** A number of requests a minute; each sender has its own, so that none uses up another's. */
export class RateLimit {
  private readonly limiter: RateLimiterMemory;

  constructor(readonly requestsPerMinute: number) {
    this.limiter = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 });
  }

  /** Counts one request. @throws RequestError beyond the limit, saying when to try again. */
  async take(): Promise<void> {
    try {
      await this.limiter.consume('all');
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1_000));
      throw tryLater('rate_limited', `this address accepts at most ${this.requestsPerMinute} requests a minute`, seconds);
    }
  }
}
