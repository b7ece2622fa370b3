import type { GatewayConnection } from '../client/temporal/connect';
import { whyUnreachable } from '../client/temporal/dial';
import { ServiceUnreachableError } from '../client/temporal/errors';
import type { Config } from '../config';
import type { Incidents } from './call';

const DIAL_LIMIT_MS = 1_500;

/** A connection to Temporal that is opened by the first call that needs it, and found again after each interruption. */
export class Connection {
  private opened: Promise<GatewayConnection> | undefined;

  constructor(private readonly config: Config) {}

  /** Dials first: of a server that is away, gRPC itself says so only after many seconds. @throws ServiceUnreachableError */
  async incidents(): Promise<Incidents> {
    const { address } = this.config.temporal;
    const why = await whyUnreachable(address, DIAL_LIMIT_MS);
    if (why !== null) throw new ServiceUnreachableError(`couldn't reach Temporal at ${address}: ${why}`);
    // Temporal's client takes longer to load than all the rest, and listing the tools does not need it.
    this.opened ??= this.open();
    return (await this.opened).incidents;
  }

  private async open(): Promise<GatewayConnection> {
    const { openGatewayClients } = await import('../client/temporal/connect.js');
    return openGatewayClients(this.config);
  }

  async close(): Promise<void> {
    await (await this.opened)?.close();
  }
}
