import type { DeliveryAnswer, IncomingAlerts } from '../client/temporal/alert-client';

/** Takes alerts over from the gateway. */
export interface AlertIntake {
  /**
   * Returns once every event is held and cannot be lost. Safe to repeat.
   * @throws ServiceUnreachableError if some may not be held.
   */
  deliver(alerts: IncomingAlerts): Promise<DeliveryAnswer>;
}
