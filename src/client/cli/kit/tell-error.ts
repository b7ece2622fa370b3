import { ConfigError } from '../../../config';
import { EXIT } from '../../../exit-codes';
import { type AtFault, type ErrorJson, errorJson, safeText } from '../../../incident/text/error-json';
import { InvalidInputError } from '../../../incident/text/errors';
import { GatewayRefusedError } from '../../gateway/errors';
import {
  CommandRefusedError,
  IdTakenError,
  IncidentClosedError,
  NoSuchGroupError,
  NoSuchIncidentError,
  NoSuchMaintenanceError,
  ServiceUnreachableError,
} from '../../temporal/errors';

export interface Told {
  readonly exit: number;
  readonly json: ErrorJson;
}

/** Refusals caused by the input, not by the incident's state. */
const BAD_INPUT: ReadonlySet<string> = new Set(['invalid', 'unknown_person']);

/** One clear message and the exit code for any thrown value. */
export function tellError(error: unknown): Told {
  return { exit: exitOf(error), json: errorJson(error, atFault(error)) };
}

/**
 * An error printed alongside a result that differs from what was asked for. Nothing was thrown, and no field is at fault.
 */
export function errorBeside(code: string, message: string, hint: string): { readonly error: ErrorJson } {
  return { error: { code, message: safeText(message), field: null, allowed: null, hint } };
}

function atFault(error: unknown): AtFault | undefined {
  if (error instanceof CommandRefusedError) return error.refusal;
  if (error instanceof ConfigError) return { field: error.problems[0]?.path, allowed: error.problems[0]?.allowed };
  if (error instanceof GatewayRefusedError) return { field: error.told.field ?? undefined, allowed: error.told.allowed ?? undefined };
  return undefined;
}

/** The loaders of runbooks and services have their own codes for an unusable configuration. */
const UNUSABLE: ReadonlySet<unknown> = new Set(['invalid_runbooks', 'invalid_services']);

/** Of the file of the tokens, which only one verb reads. */
const MISSING: ReadonlySet<unknown> = new Set(['no_such_token']);

/** Of the container engine, which its adapter calls. */
const UNREACHED: ReadonlySet<unknown> = new Set(['engine_unreachable', 'engine_timeout']);

function exitOf(error: unknown): number {
  if (error instanceof InvalidInputError || error instanceof ConfigError) return EXIT.usage;
  if (error instanceof ServiceUnreachableError) return EXIT.unreachable;
  if (error instanceof NoSuchIncidentError || error instanceof NoSuchGroupError || error instanceof NoSuchMaintenanceError)
    return EXIT.missing;
  if (error instanceof CommandRefusedError) return BAD_INPUT.has(error.refusal.code) ? EXIT.usage : EXIT.refused;
  if (error instanceof IncidentClosedError || error instanceof IdTakenError) return EXIT.refused;
  if (error instanceof GatewayRefusedError) return exitOfGateway(error);
  const code = (error as { code?: unknown } | null)?.code;
  if (UNREACHED.has(code)) return EXIT.unreachable;
  if (MISSING.has(code)) return EXIT.missing;
  return UNUSABLE.has(code) ? EXIT.usage : EXIT.failed;
}

/** 403 and 409: refused as it stands; 404 of an incident; all else is how the command was called, or the gateway's own fault. */
function exitOfGateway({ status, code }: GatewayRefusedError): number {
  if (status === 403 || status === 409) return EXIT.refused;
  if (status === 404) return code === 'no_such_incident' ? EXIT.missing : EXIT.usage;
  return status >= 500 ? EXIT.failed : EXIT.usage;
}
