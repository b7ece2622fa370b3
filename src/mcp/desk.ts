import type { Desk } from './call';
import { WriteLimits } from './limits';
import { Sent } from './request-id';

/** What all calls of a process share. */
export function createDesk(parts: Omit<Desk, 'limits' | 'sent' | 'declared' | 'proposed'>): Desk {
  const { now } = parts;
  return { ...parts, limits: new WriteLimits(), sent: new Sent(now), declared: new Sent(now), proposed: new Sent(now) };
}
