import { cleanText } from './clean-text';
import { IncidentError, InvalidInputError } from './errors';
import { hideSecrets } from './hide-secrets';

/** An error in the documented JSON shape: always these keys, null where there is nothing to say. */
export interface ErrorJson {
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
  readonly allowed: string | null;
  readonly hint: string | null;
}

/** What is known about an error beside what it says itself. */
export interface AtFault {
  readonly code?: string | undefined;
  readonly field?: string | undefined;
  readonly allowed?: string | undefined;
}

const MAX_MESSAGE = 4_000;

/** Any thrown value as one clear message. What the error does not say comes from `about`. */
export function errorJson(error: unknown, about: AtFault = error instanceof InvalidInputError ? error : {}): ErrorJson {
  const { message = String(error), code } = (error ?? {}) as { message?: string; code?: unknown };
  const hint = error instanceof IncidentError ? error.hint : undefined;
  const { field, allowed } = about;
  return {
    code: about.code ?? (typeof code === 'string' ? code : 'failed'),
    message: safeText(message),
    field: field === undefined ? null : safeText(field, 200),
    allowed: allowed === undefined ? null : safeText(allowed),
    hint: hint === undefined ? null : safeText(hint),
  };
}

/**
 * An error quotes its input, which may be untrusted text or a token in the wrong place. An indented line stays indented, by
 * two spaces.
 */
export function safeText(text: string, maxChars: number = MAX_MESSAGE): string {
  return cleanText(hideSecrets(text), maxChars).replace(/^ /gm, '  ');
}
