import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Principal } from '../incident/model/actions/principal';
import type { IncidentState } from '../incident/model/state';
import { type Answer, refused } from './answer';
import { agentWrites } from './request-id';

export const WRITES_A_MINUTE = 10;
export const WRITES_AN_INCIDENT = 60;

/** How much agents may write: an agent in a loop must not flood a room, or page people again and again. */
export class WriteLimits {
  private readonly minute = new RateLimiterMemory({ points: WRITES_A_MINUTE, duration: 60 });

  /** Counts a write. The refusal if there were too many; null if it may go ahead. */
  async take({ token, person }: Principal, state: IncidentState | null): Promise<Answer | null> {
    if (state !== null && agentWrites(state) >= WRITES_AN_INCIDENT)
      return refused(
        `Refused: agents have changed this incident ${WRITES_AN_INCIDENT} times, which is the most. Nothing was changed.`,
        'Reading still works. A person has to go on, in Slack or with the command line.',
      );
    try {
      await this.minute.consume(`${token} ${person}`);
      return null;
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1_000));
      return refused(`Refused: at most ${WRITES_A_MINUTE} writes a minute. Nothing was changed. Try again in ${seconds} s.`);
    }
  }
}
