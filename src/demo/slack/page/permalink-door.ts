import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * A permalink of a message leads to its room on the page: links in the emulated Slack have the emulator's address. False if
 * the request is for something else, or if there is no page.
 */
export function permalinkDoor(pageUrl: () => string | null): (incoming: IncomingMessage, outgoing: ServerResponse) => boolean {
  return ({ method, url = '' }, outgoing) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const [, channel] = /^\/archives\/([A-Z0-9]+)(?:\/p\d+)?$/.exec(pathname) ?? [];
    const page = pageUrl();
    if (method !== 'GET' || channel === undefined || page === null) return false;
    const thread = searchParams.get('thread_ts');
    const query = new URLSearchParams({ room: channel, ...(thread === null ? {} : { thread }) });
    outgoing.writeHead(302, { location: `${page}/?${query}` }).end();
    return true;
  };
}
