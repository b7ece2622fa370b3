import type { Decided } from '../approval/desk/approve';
import type { ProposalAnswer } from '../approval/desk/propose';
import type { DeliveryAnswer } from '../client/temporal/alert-client';

/** Every document with which the gateway answers, by the name of its schema. Keys may be added; none is renamed or removed. */
export interface GatewayAnswers {
  /** `POST /webhooks/INSTANCE`, 202: which groups have taken the alerts, and what was ignored. */
  'gateway-webhook': DeliveryAnswer;
  /** `POST /heartbeats/NAME`, 202: the heartbeat that was fed. */
  'gateway-heartbeat': { readonly heartbeat: string };
  /** `POST /proposals`, 202: what was put up for approval. */
  'gateway-proposal': ProposalAnswer;
  /** `POST /approvals/PROPOSAL`, 200: what the proposal is now. */
  'gateway-approval': Decided;
  /** `GET /healthz`: the process serves; how Slack reaches it, and when it last did. */
  'gateway-health': {
    readonly status: 'ok';
    readonly slack: { readonly mode: 'http' | 'socket' | 'off'; readonly lastRequestAt: string | null };
  };
  /** `GET /readyz`: 200 if it is ready, else 503. */
  'gateway-ready': { readonly status: 'ready' | 'starting' | 'stopping' };
}
