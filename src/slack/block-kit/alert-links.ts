import { readAddress } from '../../incident/investigation/ip-address';
import { REACH_ALL, whyOutOfReach } from '../../incident/investigation/probe-reach';
import { hostOf } from '../../incident/text/links';

/** Slack's limit for the address of an image. */
const MAX_IMAGE_URL = 3_000;
const IMAGE = /^https:\/\/[^?#]+\.(?:png|jpe?g|gif)(?:[?#]|$)/i;
const INTERNAL_NAME = /(?:^|\.)(?:local|internal|intranet|lan|home|corp|localhost|test|example)$/i;

/** The first link that leads to an image at a public host. Slack fetches it; we never do. Null if there is none. */
export function imageAmong(links: readonly string[]): string | null {
  return links.find((url) => url.length <= MAX_IMAGE_URL && IMAGE.test(url) && isPublic(hostOf(url))) ?? null;
}

/** A name with a dot that is not of an internal zone. An address could be private, and no image service is reached by one. */
function isPublic(authority: string): boolean {
  const host = authority.replace(/:\d+$/, '').replace(/\.$/, '');
  return host.includes('.') && readAddress(host) === null && !INTERNAL_NAME.test(host) && whyOutOfReach(host, REACH_ALL) === null;
}
