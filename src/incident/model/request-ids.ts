/** In one incident; a repeat of an older request would act again. */
const MAX_REQUESTS = 10_000;
/** They travel from run to run in one payload: enough for as many UUIDs, or for fewer, longer ids. */
const MAX_CHARACTERS = 400_000;
/** What JSON writes as it is, in one byte each. */
const NOT_PLAIN = /[^ !#-[\]-~]/g;

/** A request id as it is kept: in characters that take one byte each in a payload, different ids staying different. */
export function plainRequestId(requestId: string): string {
  return requestId.replace(NOT_PLAIN, (character) => `%${character.charCodeAt(0).toString(16)};`);
}

/** The request ids that have acted, with a further one; the oldest are forgotten when there are too many. */
export function withSeen(seen: readonly string[], requestId: string): readonly string[] {
  const newest = [...seen, requestId].slice(-MAX_REQUESTS);
  let characters = 0;
  const forgotten = newest.findLastIndex((id) => {
    characters += id.length;
    return characters > MAX_CHARACTERS;
  });
  return newest.slice(forgotten + 1);
}
