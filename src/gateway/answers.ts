import type { DeliveryAnswer } from '../client/temporal/alert-client';

/** Every document with which the gateway answers, by the name of its schema. Keys may be added; none is renamed or removed. */
export interface GatewayAnswers {
  /** `POST /webhooks/INSTANCE`, 202: which groups have taken the alerts, and what was ignored. */
  'gateway-webhook': DeliveryAnswer;
  /** `POST /heartbeats/NAME`, 202: the heartbeat that was fed. */
  'gateway-heartbeat': { readonly heartbeat: string };
  /** `GET /healthz`: the process serves; how Slack reaches it, and when it last did. */
  'gateway-health': {
    readonly status: 'ok';
    readonly slack: { readonly mode: 'http' | 'socket' | 'off'; readonly lastRequestAt: string | null };
  };
  /** `GET /readyz`: 200 if it is ready, else 503. */
  'gateway-ready': { readonly status: 'ready' | 'starting' | 'stopping' };
}
