import { assertNever } from '../incident/text/assert-never';
import { createEmailPager, type MailSettings } from './email';
import { createNtfyPager, NTFY_URL } from './ntfy';
import { createOpsgeniePager, OPSGENIE_URLS } from './opsgenie';
import { createPagerDutyPager, PAGERDUTY_EVENTS_URL } from './pagerduty-events';
import type { Pager, Secret } from './port';
import { createWebhookPager } from './webhook';

/** One service, as it is configured. An address that is not given is the service's own. */
export type PagerSettings =
  | { readonly type: 'pagerduty-events'; readonly url?: string | undefined; readonly secret: Secret }
  | { readonly type: 'opsgenie'; readonly url?: string | undefined; readonly region: keyof typeof OPSGENIE_URLS; readonly secret: Secret }
  | { readonly type: 'webhook'; readonly url: string; readonly secret: Secret }
  | { readonly type: 'ntfy'; readonly url?: string | undefined; readonly topic: string; readonly secret: Secret }
  | ({ readonly type: 'email' } & MailSettings);

export function createPager(settings: PagerSettings): Pager {
  switch (settings.type) {
    case 'pagerduty-events':
      return createPagerDutyPager({ url: settings.url ?? PAGERDUTY_EVENTS_URL, secret: settings.secret });
    case 'opsgenie':
      return createOpsgeniePager({ url: settings.url ?? OPSGENIE_URLS[settings.region], secret: settings.secret });
    case 'webhook':
      return createWebhookPager(settings);
    case 'ntfy':
      return createNtfyPager({ ...settings, url: settings.url ?? NTFY_URL });
    case 'email':
      return createEmailPager(settings);
    default:
      return assertNever(settings);
  }
}
