import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { WebClient } from '@slack/web-api';
import { bringUpSlack, type SlackComponent } from '../../src/demo/components';
import { DEMO_GROUPS, DEMO_PEOPLE } from '../../src/demo/demo-people';

const MANIFEST = readFileSync(join(__dirname, '..', '..', 'slack-app-manifest.yaml'), 'utf8');

/** What the app got from Slack: a parsed payload, or the fields of a command. */
export type Received = Readonly<Record<string, unknown>>;
type Answer = string | object;

export interface PageStage {
  readonly slack: SlackComponent;
  readonly pageUrl: string;
  readonly app: WebClient;
  readonly received: readonly Received[];
  /** What the app answers from now on. */
  answer(how: (received: Received) => Answer | Promise<Answer>): void;
  stop(): Promise<void>;
}

/** An emulated Slack with its war room page, and an app that takes only requests with a valid signature. */
export async function startPageStage(): Promise<PageStage> {
  const slack = await bringUpSlack({
    env: {},
    localDir: '.local',
    announce: () => undefined,
    preferredPort: 0,
    seed: { users: DEMO_PEOPLE, groups: DEMO_GROUPS },
    manifest: MANIFEST,
  });
  const received: Received[] = [];
  let how: (received: Received) => Answer | Promise<Answer> = () => '';
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await text(incoming);
    const { 'x-slack-request-timestamp': seconds, 'x-slack-signature': signature } = incoming.headers;
    const expected = createHmac('sha256', slack.signingSecret ?? '')
      .update(`v0:${String(seconds)}:${body}`)
      .digest('hex');
    if (incoming.url !== '/slack/events' || signature !== `v0=${expected}`) return void outgoing.writeHead(401).end();
    const got = read(incoming.headers['content-type'] ?? '', body);
    received.push(got);
    const answer = await how(got);
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  };
  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing).catch(() => outgoing.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  slack.reachGateway(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return {
    slack,
    pageUrl: slack.pageUrl ?? '',
    app: new WebClient(slack.token, { slackApiUrl: slack.apiUrl ?? '', retryConfig: { retries: 0 } }),
    received,
    answer(next) {
      how = next;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await slack.stop();
    },
  };
}

function read(type: string, body: string): Received {
  if (type.startsWith('application/json')) return JSON.parse(body) as Received;
  const form = Object.fromEntries(new URLSearchParams(body));
  return (form.payload === undefined ? form : JSON.parse(form.payload)) as Received;
}
