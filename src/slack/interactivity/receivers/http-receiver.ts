import type { App, Receiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { within } from '../../../http/within';
import { type Fields, isFields } from '../../../incident/text/read-fields';
import { handToBolt } from './hand-to-bolt';

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
const UNREADABLE: SlackReply = { status: 400, body: 'unreadable' };
/** Slack waits three seconds. */
const LIMIT_MS = 2_800;

/** Hands requests that came over HTTP to Bolt, and returns what Bolt acknowledges them with. */
export class HttpReceiver implements Receiver {
  private app: App | null = null;

  constructor(private readonly log: Logger) {}

  init(app: App): void {
    this.app = app;
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {}

  async take(request: SlackRequest): Promise<SlackReply> {
    const body = readBody(request);
    if (body === null) return UNREADABLE;
    // docs.slack.dev: how Slack checks that an address is the app's, and that its certificate is valid.
    if (body.type === 'url_verification') {
      const { challenge } = body;
      return typeof challenge === 'string' ? { status: 200, body: { challenge } } : UNREADABLE;
    }
    if (body.ssl_check !== undefined) return NOTHING;
    const answer = handToBolt(this.app, body).then(
      (reply): SlackReply => (reply === null ? NOTHING : { status: 200, body: reply }),
      (error: Error) => {
        this.log.warn({ problem: error.name }, 'refused a request from Slack that could not be read');
        return UNREADABLE;
      },
    );
    return (await within(LIMIT_MS, answer)) ?? { status: 503, body: '' };
  }
}

/** Null if it is neither JSON nor a form. */
function readBody({ contentType = '', body }: SlackRequest): Fields | null {
  const text = body.toString();
  try {
    if (/^application\/json\b/i.test(contentType)) return fieldsOf(JSON.parse(text));
    const form = Object.fromEntries(new URLSearchParams(text));
    return form.payload === undefined ? (Object.keys(form).length === 0 ? null : form) : fieldsOf(JSON.parse(form.payload));
  } catch {
    return null;
  }
}

const fieldsOf = (value: unknown): Fields | null => (isFields(value) ? value : null);
