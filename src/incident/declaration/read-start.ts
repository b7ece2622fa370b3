import type { IncidentRequest } from '../model/incident';
import { cleanLine } from '../text/clean-text';
import { isFields, own, shown } from '../text/read-fields';
import { invalid, type Refusal } from '../text/refusal';
import { PERSON_NAME_CHARS } from '../text/text-limits';

/** The fields that the workflow itself uses before the event is parsed; the parse checks the rest. */
const TEXTS = ['incidentId', 'actor', 'actorName', 'via', 'source', 'title', 'description', 'group'] as const;
const EXAMPLE = '{"incidentId": "PROD-20260101-001", "title": "…", "actor": "…"}';

/**
 * Reads the start input of the workflow, which may have been typed by hand, or says which field is wrong. The workflow id is
 * the incident id, so `incidentId` may be missing if there is other input. Never throws.
 */
export function readStart(input: unknown, workflowId: string): IncidentRequest | Refusal {
  if (input === undefined || input === null) return invalid('input', 'is missing', EXAMPLE);
  if (!isFields(input)) return invalid('input', `${shown(input)} is not an object`, EXAMPLE);
  const wrong = TEXTS.find((field) => isGiven(input, field) && typeof own(input, field) !== 'string');
  if (wrong !== undefined) return invalid(wrong, `${shown(own(input, wrong))} is not text`, 'text');
  if (!['incidentId', 'event', 'title'].some((field) => isGiven(input, field))) {
    return invalid('incidentId', 'is missing, and neither event nor title says what happened', EXAMPLE);
  }
  const { actor, actorName, ...rest } = input as { actor?: string | null; actorName?: string | null };
  const name = cleanLine(actorName ?? '', PERSON_NAME_CHARS);
  return { ...rest, incidentId: workflowId, actor: actor ?? 'unknown', ...(name === '' ? {} : { actorName: name }) };
}

function isGiven(fields: Readonly<Record<string, unknown>>, field: string): boolean {
  const value = own(fields, field);
  return value !== undefined && value !== null;
}
