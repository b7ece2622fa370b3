import { parseEvents } from '../../src/incident/alerts/parse-events';
import { readBody } from '../../src/incident/alerts/read-body';
import { SOURCES } from '../../src/incident/alerts/vendors';
import { InvalidInputError } from '../../src/incident/text/errors';
import { BASES } from './bases';
import { mutated } from './mutate';
import { Random } from './random';

const RECEIVED_AT = '2026-11-24T00:00:00.000Z';
const TYPES = [undefined, 'application/json', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];
const ALL = Object.values(BASES).flat();
/** Nothing may ever be added to these. */
const PROTOTYPES = [Object.prototype, Array.prototype, String.prototype, Function.prototype];
const UNTOUCHED = shapeOfPrototypes();

export interface FuzzResult {
  readonly bodies: number;
  readonly bytes: number;
  readonly accepted: number;
  /** What went wrong, each with the body that caused it; at most ten. */
  readonly faults: readonly string[];
}

/**
 * Sends mutated payloads through one parser, named and by shape, until it has read so many bytes. Only an input error may be
 * thrown, no prototype may change, and what is read must be usable: text, a key with its source, and a time.
 */
export function fuzzParser(source: string, bytes: number, seed: number): FuzzResult {
  const random = new Random(seed);
  const own = BASES[source] ?? ALL;
  const faults: string[] = [];
  let [read, bodies, accepted] = [0, 0, 0];
  while (read < bytes && faults.length < 10) {
    const body = mutated(random.pick(random.next() < 0.9 ? own : ALL), ALL, random);
    const named = random.next() < 0.7 ? source : undefined;
    const outcome = faultOf(body, named, random.pick(TYPES));
    const fault = shapeOfPrototypes() === UNTOUCHED ? outcome : 'a prototype was touched';
    if (typeof fault === 'string') faults.push(`${fault} for ${named ?? 'a shape'}: ${new TextDecoder().decode(body).slice(0, 2_000)}`);
    else if (fault) accepted += 1;
    read += body.length;
    bodies += 1;
  }
  return { bodies, bytes: read, accepted, faults };
}

/** What went wrong; else whether the body was accepted. */
function faultOf(body: Uint8Array, source: string | undefined, contentType: string | undefined): string | boolean {
  try {
    const value = readBody(body, contentType);
    for (const { messageId } of SOURCES) if (messageId?.(value) === '') return 'an empty message id';
    const events = parseEvents(value, { receivedAt: RECEIVED_AT, source });
    for (const event of events) {
      const prefix = event.fingerprint?.startsWith(`${event.source}:`) ?? true;
      if (!prefix || event.title.trim() === '' || Number.isNaN(Date.parse(event.startedAt)))
        return `an unusable event ${JSON.stringify(event).slice(0, 500)}`;
      if (event.status === 'ignored' && (event.statusNote ?? null) === null && event.source !== 'generic')
        return 'an alert ignored without a reason';
    }
    if (events.length === 0) return 'no event';
  } catch (error) {
    if (!(error instanceof InvalidInputError)) return String(error instanceof Error ? error.stack : error);
    if (error.message.length > 2_000) return `a message of ${error.message.length} characters`;
    return false;
  }
  return true;
}

function shapeOfPrototypes(): string {
  return PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype).map(String).join()).join();
}
