const MESSAGE = 'direct message to ';

/** The degradation's name while a person has not got a direct message. It travels from run to run, so it must not change. */
export const directMessageTo = (name: string): string => `${MESSAGE}${name}`;

/** The person whom such a degradation is about; null for any other degradation. */
export function messagedIn(trouble: string): string | null {
  return trouble.startsWith(MESSAGE) ? trouble.slice(MESSAGE.length) : null;
}
