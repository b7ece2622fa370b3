import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export const SERVICES = ['pagerduty', 'opsgenie', 'webhook', 'ntfy', 'email'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** What a service was told. `key` is the identity by which it recognises a repetition, as it shows it: plain, or a digest. */
export interface Heard {
  readonly service: ServiceName;
  readonly atMs: number;
  readonly kind: 'page' | 'acknowledged' | 'resolved' | 'cleared';
  readonly incidentId: string;
  readonly key: string;
}

export interface StandIns {
  /** Everything that was answered with success, in order. */
  readonly heard: readonly Heard[];
  /** The part of the configuration that sends pages there. */
  readonly notify: string;
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

type Told = readonly [service: ServiceName, kind: Heard['kind'], incidentId: string, key: string];

/** One service of each type, as their documentation describes them. */
export async function startStandIns(): Promise<StandIns> {
  const heard: Heard[] = [];
  const incidentOfSequence = new Map<string, string>();
  const hear = (...[service, kind, incidentId, key]: Told): void => {
    heard.push({ service, atMs: Date.now(), kind, incidentId, key });
  };
  const web = createServer((incoming, outgoing) => {
    void text(incoming).then((body) => {
      const told = toldBy(incoming, body === '' ? {} : JSON.parse(body));
      if (told !== null) hear(...told);
      outgoing.writeHead(202, { 'content-type': 'application/json' }).end('{}');
    });
  });
  // biome-ignore lint/suspicious/noExplicitAny: these are the bodies of five vendors, which their own adapters' tests describe
  function toldBy({ url = '', headers }: IncomingMessage, body: any): Told | null {
    const [, service, ...path] = url.split('/');
    switch (service) {
      case 'pagerduty': {
        const kinds = { trigger: 'page', acknowledge: 'acknowledged', resolve: 'resolved' } as const;
        const action = body.event_action as keyof typeof kinds;
        return ['pagerduty', kinds[action], body.dedup_key, body.payload?.custom_details.page ?? action];
      }
      case 'opsgenie': {
        const [, , alias, action = ''] = path.map((part) => part.split('?')[0] ?? '');
        if (alias === undefined) return ['opsgenie', 'page', body.alias, body.details.page];
        return ['opsgenie', action === 'close' ? 'resolved' : 'acknowledged', alias, action];
      }
      case 'webhook':
        return ['webhook', body.status === 'firing' ? 'page' : body.status, body.incidentId, String(headers['webhook-id'])];
      case 'ntfy': {
        const [, sequence = ''] = path;
        if (path.at(-1) === 'clear') return ['ntfy', 'cleared', incidentOfSequence.get(sequence) ?? '', sequence];
        const [incidentId = ''] = String(body.title).split(':');
        incidentOfSequence.set(body.sequence_id, incidentId);
        return ['ntfy', 'page', incidentId, body.sequence_id];
      }
      default:
        return null;
    }
  }
  const mail = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    closeTimeout: 1,
    onData: (stream, _session, done) => {
      const take = (message: string): void => {
        const [, incidentId = '', about = ''] = /^Subject: ([A-Z0-9-]+): (.*)$/m.exec(message) ?? [];
        const [, key = ''] = /^Message-ID: <([0-9a-f]+)@/m.exec(message) ?? [];
        const isEnd = about === 'acknowledged' || about === 'resolved';
        hear('email', isEnd ? about : 'page', incidentId, key);
        done();
      };
      // A mail that was cut short, because its sender was killed, does not count.
      void text(stream).then(take, () => undefined);
    },
  });
  mail.on('error', () => {});
  web.listen(0, '127.0.0.1');
  mail.listen(0, '127.0.0.1');
  await Promise.all([once(web, 'listening'), once(mail.server, 'listening')]);
  const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  return {
    heard,
    notify: `notify:
  - { type: pagerduty-events, secret: PAGE_SECRET, url: "${url}/pagerduty/v2/enqueue" }
  - { type: opsgenie, secret: PAGE_SECRET, url: "${url}/opsgenie" }
  - { type: webhook, secret: PAGE_SECRET, url: "${url}/webhook" }
  - { type: ntfy, topic: incidents, url: "${url}/ntfy" }
  - { type: email, host: 127.0.0.1, port: ${(mail.server.address() as AddressInfo).port}, tls: none, from: incidents@example.com, to: [ann@example.com] }
`,
    env: { PAGE_SECRET: 'tell-tale-secret' },
    async stop() {
      web.closeAllConnections();
      web.close();
      await new Promise<void>((resolve) => mail.close(() => resolve()));
    },
  };
}
