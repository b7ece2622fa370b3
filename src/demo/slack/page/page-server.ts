import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { Submitted } from '../clicks/modals';
import { perform, readAct } from './acts';
import { type Asked, drawRegions } from './draw-page';
import { SAFE_HEADERS, whyRefused } from './guard';
import type { PageParts } from './page-parts';
import { drawShell, ICON } from './shell';
import { STYLE } from './style';

const MAX_BODY = 512 * 1024;
const KEEP_ALIVE_MS = 20_000;

export interface PageServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves the war room page, on this machine alone. @throws if the port is taken. */
export async function startPage(parts: PageParts, port: number): Promise<PageServer> {
  const page = new Page(parts, port);
  const server = createServer((incoming, outgoing) => {
    page.serve(incoming, outgoing).catch((error: unknown) => {
      if (outgoing.headersSent) return void outgoing.destroy();
      send(outgoing, 500, 'text/plain', `The emulated Slack did not answer: ${(error as Error).message}`);
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

class Page {
  /** What came of submitting a modal that is still open, by its id. */
  readonly #submitted = new Map<string, Submitted>();
  readonly #parts: PageParts;
  readonly #port: number;

  constructor(parts: PageParts, port: number) {
    this.#parts = parts;
    this.#port = port;
  }

  async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = '', headers } = incoming;
    const refused = whyRefused(method, headers, this.#port);
    if (refused !== null) return send(outgoing, 403, 'text/plain', refused);
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://localhost');
    const route = `${method} ${pathname}`;
    switch (route) {
      case 'GET /':
        return send(outgoing, 200, 'text/html', drawShell(this.#parts.clicks.manifest));
      case 'GET /style.css':
        return send(outgoing, 200, 'text/css', STYLE);
      case 'GET /icon.svg':
        return send(outgoing, 200, 'image/svg+xml', ICON);
      case 'GET /client.js':
      case 'GET /form.js':
        return send(outgoing, 200, 'text/javascript', clientScript(pathname));
      case 'GET /draw':
        return this.#draw(outgoing, searchParams);
      case 'GET /changes':
        return this.#follow(incoming, outgoing);
      case 'POST /do':
        return this.#do(incoming, outgoing);
      default:
        return send(outgoing, 404, 'text/plain', 'not found');
    }
  }

  async #draw(outgoing: ServerResponse, asked: URLSearchParams): Promise<void> {
    const wanted: Asked = {
      as: asked.get('as') ?? '',
      room: asked.get('room') || null,
      thread: asked.get('thread') || null,
      timeZone: knownZone(asked.get('tz') ?? ''),
    };
    const regions = await drawRegions(this.#parts, wanted, (viewId) => this.#submitted.get(viewId));
    send(outgoing, 200, 'application/json', JSON.stringify(regions));
  }

  /** Says that something changed; the page then asks for what it shows. */
  #follow(incoming: IncomingMessage, outgoing: ServerResponse): void {
    outgoing.writeHead(200, { ...SAFE_HEADERS, 'content-type': 'text/event-stream' });
    outgoing.write(': connected\n\n');
    const end = this.#parts.clicks.recorder.changes.listen(({ channel }) => {
      outgoing.write(`data: ${JSON.stringify({ channel })}\n\n`);
    });
    const alive = setInterval(() => outgoing.write(': alive\n\n'), KEEP_ALIVE_MS);
    incoming.once('close', () => {
      clearInterval(alive);
      end();
    });
  }

  async #do(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    if (Number(incoming.headers['content-length'] ?? Number.POSITIVE_INFINITY) > MAX_BODY)
      return send(outgoing, 413, 'text/plain', 'too large');
    const act = readAct(await json(incoming).catch(() => null));
    if (act === null) return send(outgoing, 400, 'text/plain', 'not an act of this page');
    const { failure, submitted } = await perform(this.#parts, act);
    const view = this.#parts.clicks.recorder.views.top(act.as);
    if (submitted !== undefined && view !== null) this.#submitted.set(view.id, submitted);
    send(outgoing, 200, 'application/json', JSON.stringify({ failure }));
  }
}

function send(outgoing: ServerResponse, status: number, type: string, body: string): void {
  outgoing.writeHead(status, { ...SAFE_HEADERS, 'content-type': `${type}; charset=utf-8` });
  outgoing.end(body);
}

/** A compiled file of the page's script, even when tests run this from source. */
function clientScript(path: string): string {
  const root = join(__dirname, '..', '..', '..', '..');
  return readFileSync(join(root, 'dist', 'demo', 'slack', 'page', 'client', path), 'utf8');
}

function knownZone(name: string): string {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name || 'UTC' }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
