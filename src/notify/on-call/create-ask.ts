import { assertNever } from '../../incident/text/assert-never';
import { OPSGENIE_URLS } from '../opsgenie';
import type { Secret } from '../port';
import { askCalendar } from './ical';
import { askOpsgenie } from './opsgenie';
import { askPagerDuty, PAGERDUTY_API_URL } from './pagerduty';
import type { AskOnCall } from './port';

/** One schedule, as it is configured. An address that is not given is the service's own. */
export type OnCallSettings =
  | {
      readonly type: 'pagerduty';
      readonly url?: string | undefined;
      readonly secret: Secret;
      readonly schedule?: string | undefined;
      readonly escalationPolicy?: string | undefined;
    }
  | {
      readonly type: 'opsgenie';
      readonly url?: string | undefined;
      readonly region: keyof typeof OPSGENIE_URLS;
      readonly secret: Secret;
      readonly schedule: string;
    }
  | { readonly type: 'ical'; readonly secret: Secret };

export function createAsk(settings: OnCallSettings): AskOnCall {
  switch (settings.type) {
    case 'pagerduty':
      return askPagerDuty({ ...settings, url: settings.url ?? PAGERDUTY_API_URL });
    case 'opsgenie':
      return askOpsgenie({ ...settings, url: settings.url ?? OPSGENIE_URLS[settings.region] });
    case 'ical':
      return askCalendar(settings.secret);
    default:
      return assertNever(settings);
  }
}
