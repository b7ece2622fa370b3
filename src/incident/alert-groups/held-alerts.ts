import { alertNameOf } from '../alerts/alert-name';
import { readTimestamp } from '../alerts/timestamps';
import { InvalidInputError } from '../text/errors';
import { isFields, own, shown } from '../text/read-fields';

/** An alert that an Alertmanager holds now. It holds none that have recovered. */
export interface HeldAlert {
  readonly fingerprint: string;
  /** True if it is silenced, inhibited or muted. */
  readonly isSuppressed: boolean;
  readonly name: string;
  /** RFC 3339, UTC; null if it cannot be read. */
  readonly startedAt: string | null;
  /** Names of the receivers that it is routed to. */
  readonly receivers: readonly string[];
}

export type HeldAlerts = ReadonlyMap<string, HeldAlert>;

const MAX_ALERTS = 10_000;

/**
 * Reads the answer of `/api/v2/alerts`, by fingerprint. What is missing from it counts as recovered, so one alert that cannot be
 * read makes the whole answer unusable.
 * @throws InvalidInputError naming what cannot be read.
 */
export function readHeldAlerts(value: unknown, receivedAt: string): HeldAlerts {
  if (!Array.isArray(value)) throw new InvalidInputError('body', `${shown(value)} is not a list`, 'a list of alerts');
  if (value.length > MAX_ALERTS) throw new InvalidInputError('body', `lists ${value.length} alerts`, `at most ${MAX_ALERTS}`);
  return new Map(
    value.map((alert, index) => {
      const fingerprint = isFields(alert) ? own(alert, 'fingerprint') : undefined;
      if (!isFields(alert) || typeof fingerprint !== 'string' || fingerprint === '')
        throw new InvalidInputError(`[${index}]`, `${shown(alert)} is not an alert`, 'an object with a fingerprint');
      const [status, labels, receivers] = [own(alert, 'status'), own(alert, 'labels'), own(alert, 'receivers')];
      const started = readTimestamp(own(alert, 'startsAt'), receivedAt);
      const name = isFields(labels) ? own(labels, 'alertname') : undefined;
      const held: HeldAlert = {
        fingerprint,
        isSuppressed: isFields(status) && own(status, 'state') === 'suppressed',
        name: alertNameOf({ alertname: typeof name === 'string' ? name : '' }),
        startedAt: started.from === 'given' ? started.at : null,
        receivers: (Array.isArray(receivers) ? receivers : [])
          .map((receiver) => (isFields(receiver) ? own(receiver, 'name') : undefined))
          .filter((receiver) => typeof receiver === 'string'),
      };
      return [fingerprint, held] as const;
    }),
  );
}
