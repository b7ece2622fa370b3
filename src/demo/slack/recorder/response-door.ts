import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import type { Recorder } from './recorder';
import { answerResponse } from './respond';

/** Serves the response URLs that were issued. False if the request is for something else. */
export function responseDoor(recorder: Recorder): (incoming: IncomingMessage, outgoing: ServerResponse) => boolean {
  return (incoming, outgoing) => {
    const path = incoming.url ?? '';
    if (incoming.method !== 'POST' || !/^\/(?:actions|commands)\//.test(path)) return false;
    answer(recorder, path, incoming).then(
      (error) => reply(outgoing, error),
      () => reply(outgoing, 'invalid_payload'),
    );
    return true;
  };
}

async function answer(recorder: Recorder, path: string, incoming: IncomingMessage): Promise<string | null> {
  const body = (await json(incoming)) as Readonly<Record<string, unknown>>;
  const target = recorder.responseUrls.use(path);
  return typeof target === 'string' ? target : answerResponse(recorder, target, body);
}

const GONE: ReadonlySet<string> = new Set(['no_such_url', 'used_url', 'expired_url']);

function reply(outgoing: ServerResponse, error: string | null): void {
  outgoing.writeHead(error === null ? 200 : GONE.has(error) ? 404 : 400, { 'content-type': 'application/json' });
  outgoing.end(JSON.stringify(error === null ? { ok: true } : { ok: false, error }));
}
