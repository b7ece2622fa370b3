import { type Client, QueryNotRegisteredError, ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import type { HeartbeatState } from '../../incident/heartbeats/heartbeat-state';
import {
  HEARTBEAT_CONFIGURED,
  HEARTBEAT_FED,
  HEARTBEAT_QUERY,
  HEARTBEAT_WORKFLOW_TYPE,
  type HeartbeatStart,
  heartbeatIdOf,
} from '../../workflows/contract/heartbeat-messages';
import { reachable, taken } from './reachable';
import { RUN_OPTIONS } from './run-options';

const QUERY_LIMIT_MS = 3_000;
const NOT_CONFIGURED = 'The heartbeat may still have its former settings.';
const NOT_FED = 'The heartbeat may not have been fed. Feeding it again is safe.';

/** Feeds, configures and reads watched heartbeats. Only reading needs a worker. */
export class HeartbeatClient {
  constructor(
    private readonly client: Client,
    private readonly address: string,
  ) {}

  /** Returns once Temporal holds the feed; starts the watch if there is none. `at`: RFC 3339. @throws ServiceUnreachableError */
  async feed({ name, settings }: HeartbeatStart, at: string): Promise<void> {
    await this.signal({ name, settings }, HEARTBEAT_FED, { at }, NOT_FED);
  }

  /** Gives it these settings; starts the watch if there is none. @throws ServiceUnreachableError */
  async configure({ name, settings }: HeartbeatStart): Promise<void> {
    await this.signal({ name, settings }, HEARTBEAT_CONFIGURED, { settings }, NOT_CONFIGURED);
  }

  /** `unwatched` if no watch is going on, `unknown` if no worker answers. @throws ServiceUnreachableError */
  async read(name: string): Promise<HeartbeatState | 'unwatched' | 'unknown'> {
    const { client, address } = this;
    const ask = () => client.workflow.getHandle(heartbeatIdOf(name)).query<HeartbeatState>(HEARTBEAT_QUERY);
    try {
      const { status } = await reachable(address, () => client.workflow.getHandle(heartbeatIdOf(name)).describe());
      if (status.name !== 'RUNNING') return 'unwatched';
      return await client.withDeadline(Date.now() + QUERY_LIMIT_MS, ask);
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return 'unwatched';
      if (error instanceof ServiceError || error instanceof QueryNotRegisteredError) return 'unknown';
      throw error;
    }
  }

  private async signal(start: HeartbeatStart, signal: string, payload: object, outcome: string): Promise<void> {
    const { client, address } = this;
    const send = () =>
      client.workflow.signalWithStart(HEARTBEAT_WORKFLOW_TYPE, {
        workflowId: heartbeatIdOf(start.name),
        ...RUN_OPTIONS,
        args: [start],
        signal,
        signalArgs: [payload],
      });
    await taken(address, send, outcome);
  }
}
