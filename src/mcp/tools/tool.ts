import * as z from 'zod';
import { readIncidentId } from '../../incident/model/incident-id';
import { type Answer, refused } from '../answer';
import type { Call } from '../call';

/** What a client may assume of a tool. All of them reach only this system. */
export interface Hints {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
}

export const READS: Hints = { readOnlyHint: true, destructiveHint: false, idempotentHint: true };
/** Every writing tool acts once for one request id. */
export const ADDS: Hints = { readOnlyHint: false, destructiveHint: false, idempotentHint: true };
export const ENDS: Hints = { readOnlyHint: false, destructiveHint: true, idempotentHint: true };

export interface Tool<Input extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly description: string;
  readonly input: Input;
  readonly hints: Hints;
  run(call: Call, input: z.output<Input>): Promise<Answer>;
}

/** A tool whose input is checked against its schema before it runs. */
export const tool = <Input extends z.ZodObject>(definition: Tool<Input>): Tool => definition as unknown as Tool;

export const incidentField = z.string().max(64).describe('Incident id');
export const cursorField = z.string().max(20).optional().describe('From the previous page');
export const dryRunField = z.boolean().optional().describe('Only check');
export const requestIdField = z.string().max(100).optional().describe('Acts once per id');

/** The same whether there is none, or one that this reader must not know of. */
export function noSuchIncident(): Answer {
  return refused(
    'There is no incident with this id. Nothing was done. list_incidents shows those that there are; state "all" includes closed ones.',
  );
}

/** Null if the text cannot be an id. */
export function idOf(text: string): string | null {
  try {
    return readIncidentId(text, 'incident');
  } catch {
    return null;
  }
}

export function badCursor(): Answer {
  return refused('cursor is not one that this tool gave. Call it again without cursor.');
}

/** True if a runbook is not known here: the worker would go on without it. */
export async function namesUnknown({ desk }: Call, named: readonly string[] = []): Promise<boolean> {
  if (named.length === 0) return false;
  const known = await desk.runbooks.names();
  return named.some((name) => !known.includes(name));
}

export function unknownRunbook(done: 'started' | 'declared'): Answer {
  return refused(`Refused: runbooks names one that does not exist, so nothing was ${done}. explain_plan with labels shows which match.`);
}
