import { type ServiceCall, startScriptedService } from './scripted-service';

interface Alert {
  readonly key: string;
  status: 'open' | 'acknowledged' | 'closed';
}

export interface OnCallServices {
  readonly url: string;
  /** The key of an alert for each time that people were called. */
  readonly called: readonly string[];
  /** Every alert that was ever opened, in order. */
  readonly alerts: readonly Alert[];
  /** While true, nothing can be closed. */
  refusesToClose: boolean;
  stop(): Promise<void>;
}

/**
 * PagerDuty and Opsgenie, as far as both document the same: an alert that is still open takes in a further page with its key, and
 * calls no one for it. A closed one does not come back: the next page opens another.
 */
export async function startOnCallServices(): Promise<OnCallServices> {
  const service = await startScriptedService();
  const called: string[] = [];
  const alerts: Alert[] = [];
  const services = { url: service.url, called, alerts, refusesToClose: false, stop: () => service.stop() };
  service.answers((call) => {
    const { action, key } = askedOf(call);
    const known = alerts.findLast((alert) => alert.key === key && alert.status !== 'closed');
    if (action === 'close' && services.refusesToClose) return { status: 503 };
    if (action === 'page' && known === undefined) {
      alerts.push({ key, status: 'open' });
      called.push(key);
    }
    if (known !== undefined && action !== 'page') known.status = action === 'close' ? 'closed' : 'acknowledged';
    return { status: 202 };
  });
  return services;
}

function askedOf({ path, body }: ServiceCall): { readonly action: 'page' | 'acknowledge' | 'close'; readonly key: string } {
  const { event_action: event, dedup_key: key, alias } = JSON.parse(body);
  if (event !== undefined)
    return { action: ({ trigger: 'page', acknowledge: 'acknowledge', resolve: 'close' } as const)[event as 'trigger'], key };
  const [, about, action] = /^\/v2\/alerts\/([^/]+)\/(acknowledge|close)\?identifierType=alias$/.exec(path) ?? [];
  return about === undefined ? { action: 'page', key: alias } : { action: action as 'close', key: decodeURIComponent(about) };
}
