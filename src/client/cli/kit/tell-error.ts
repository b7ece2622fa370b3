import { ConfigError } from '../../../config';
import { EXIT } from '../../../exit-codes';
import { cleanText } from '../../../incident/text/clean-text';
import { IncidentError, InvalidInputError } from '../../../incident/text/errors';
import { hideSecrets } from '../../../incident/text/hide-secrets';
import {
  CommandRefusedError,
  IdTakenError,
  IncidentClosedError,
  NoSuchIncidentError,
  ServiceUnreachableError,
} from '../../temporal/errors';

/** An error in the documented JSON shape: always these keys, null where there is nothing to say. */
export interface ErrorJson {
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
  readonly allowed: string | null;
  readonly hint: string | null;
}
export interface Told {
  readonly exit: number;
  readonly json: ErrorJson;
}

const MAX_MESSAGE = 4_000;
/** Refusals caused by the input, not by the incident's state. */
const BAD_INPUT: ReadonlySet<string> = new Set(['invalid', 'unknown_person']);

/** One clear message and the exit code for any thrown value. */
export function tellError(error: unknown): Told {
  const { message = String(error), code } = (error ?? {}) as { message?: string; code?: unknown };
  const hint = error instanceof IncidentError ? error.hint : undefined;
  const { field, allowed } = fieldOf(error);
  return {
    exit: exitOf(error),
    json: {
      code: error instanceof CommandRefusedError ? error.refusal.code : typeof code === 'string' ? code : 'failed',
      message: safe(message),
      field: field === undefined ? null : safe(field, 200),
      allowed: allowed === undefined ? null : safe(allowed),
      hint: hint === undefined ? null : safe(hint),
    },
  };
}

/**
 * An error printed alongside a result that differs from what was asked for. Nothing was thrown, and no field is at fault.
 */
export function errorBeside(code: string, message: string, hint: string): { readonly error: ErrorJson } {
  return { error: { code, message: safe(message), field: null, allowed: null, hint } };
}

/**
 * An error quotes its input, which may be untrusted text or a token in the wrong place. An indented line stays indented, by
 * two spaces.
 */
const safe = (text: string, maxChars = MAX_MESSAGE): string => cleanText(hideSecrets(text), maxChars).replace(/^ /gm, '  ');

function fieldOf(error: unknown): { field?: string | undefined; allowed?: string | undefined } {
  if (error instanceof InvalidInputError) return error;
  if (error instanceof CommandRefusedError) return error.refusal;
  if (error instanceof ConfigError) return { field: error.problems[0]?.path, allowed: error.problems[0]?.allowed };
  return {};
}

function exitOf(error: unknown): number {
  if (error instanceof InvalidInputError || error instanceof ConfigError) return EXIT.usage;
  if (error instanceof ServiceUnreachableError) return EXIT.unreachable;
  if (error instanceof NoSuchIncidentError) return EXIT.missing;
  if (error instanceof CommandRefusedError) return BAD_INPUT.has(error.refusal.code) ? EXIT.usage : EXIT.refused;
  if (error instanceof IncidentClosedError || error instanceof IdTakenError) return EXIT.refused;
  // The runbook loader has its own code for an unusable configuration.
  return (error as { code?: unknown } | null)?.code === 'invalid_runbooks' ? EXIT.usage : EXIT.failed;
}
