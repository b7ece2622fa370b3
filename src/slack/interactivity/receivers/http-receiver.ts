import type { App, Receiver } from '@slack/bolt';
import { within } from '../../../http/within';
import { isFields } from '../../../incident/text/read-fields';

/** A request whose signature has been verified. */
export interface SlackRequest {
  readonly contentType: string | undefined;
  readonly body: Buffer;
}
/** What Slack gets. */
export interface SlackReply {
  readonly status: 200 | 400 | 503;
  readonly body: string | object;
}

const NOTHING: SlackReply = { status: 200, body: '' };
/** Slack waits three seconds. */
const LIMIT_MS = 2_800;

/** Hands requests that came over HTTP to Bolt, and returns what Bolt acknowledges them with. */
export class HttpReceiver implements Receiver {
  private app: App | null = null;

  init(app: App): void {
    this.app = app;
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {}

  async take(request: SlackRequest): Promise<SlackReply> {
    const body = readBody(request);
    if (body === null) return { status: 400, body: 'unreadable' };
    // docs.slack.dev: how Slack checks that an address is the app's, and that its certificate is valid.
    if (body.type === 'url_verification') return { status: 200, body: { challenge: String(body.challenge ?? '') } };
    if (body.ssl_check !== undefined) return NOTHING;
    return (await within(LIMIT_MS, this.acknowledged(body))) ?? { status: 503, body: '' };
  }

  /** Settles as soon as the request is acknowledged; its handler may go on. */
  private acknowledged(body: Record<string, unknown>): Promise<SlackReply> {
    return new Promise((resolve, reject) => {
      const ack = async (reply?: unknown): Promise<void> => {
        resolve({ status: 200, body: typeof reply === 'string' || isFields(reply) ? reply : '' });
      };
      // What no listener is for is acknowledged too: Slack would show a warning, or send it again.
      this.app?.processEvent({ body, ack }).then(() => resolve(NOTHING), reject);
    });
  }
}

/** Null if it is neither JSON nor a form. */
function readBody({ contentType = '', body }: SlackRequest): Record<string, unknown> | null {
  const text = body.toString();
  try {
    if (/^application\/json\b/i.test(contentType)) return fieldsOf(JSON.parse(text));
    const form = Object.fromEntries(new URLSearchParams(text));
    return form.payload === undefined ? (Object.keys(form).length === 0 ? null : form) : fieldsOf(JSON.parse(form.payload));
  } catch {
    return null;
  }
}

const fieldsOf = (value: unknown): Record<string, unknown> | null => (isFields(value) ? { ...value } : null);
