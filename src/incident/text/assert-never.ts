/** For the end of a switch over a union: does not compile while a case is missing. */
export function assertNever(value: never): never {
  throw new Error(`case without an answer: ${JSON.stringify(value)}`);
}
