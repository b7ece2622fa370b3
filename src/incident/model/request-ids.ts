/** The limit per incident. A repeat of a forgotten older request would act again. */
const MAX_REQUESTS = 10_000;
/** They travel from run to run in one payload, which has space for this many UUIDs, or for fewer if the ids are longer. */
const MAX_CHARACTERS = 400_000;
/** Characters that JSON writes unchanged, in one byte each. */
const NOT_PLAIN = /[^ !#-[\]-~]/g;

/** A request id as stored: each character takes one byte in a payload, and different ids stay different. */
export function plainRequestId(requestId: string): string {
  return requestId.replace(NOT_PLAIN, (character) => `%${character.charCodeAt(0).toString(16)};`);
}

/** Adds a request id to those that have acted; the oldest are forgotten if there are too many. */
export function withSeen(seen: readonly string[], requestId: string): readonly string[] {
  const newest = [...seen, requestId].slice(-MAX_REQUESTS);
  let characters = 0;
  const forgotten = newest.findLastIndex((id) => {
    characters += id.length;
    return characters > MAX_CHARACTERS;
  });
  return newest.slice(forgotten + 1);
}
