import {
  acceptedContent,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { Answer } from './answer';
import type { SpeedBump } from './call';

const KEY = 'confirm';
const CONFIRMED = z.object({ confirm: z.boolean().meta({ title: 'Yes, do it' }) });
const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities';

/** Asks the person at the client, who answers with the next round of the same call. */
export function questionOf({ text }: Answer): InputRequiredResult {
  return inputRequired({ inputRequests: { [KEY]: inputRequired.elicit({ message: text, requestedSchema: CONFIRMED }) } });
}

/** What the client says that its person answered. It could say so without having asked: it slows down, and approves nothing. */
export function bumpOf(server: Server, { mcpReq }: ServerContext): SpeedBump {
  const answer = inputResponse(mcpReq.inputResponses, KEY);
  if (answer.kind === 'missing') return canAsk(server, mcpReq.envelope) ? 'unasked' : 'unavailable';
  return acceptedContent(mcpReq.inputResponses, KEY, CONFIRMED)?.confirm === true ? 'accepted' : 'declined';
}

/** Whether the client shows forms: it says so with each request, or said so when it connected. */
function canAsk(server: Server, envelope: object | undefined): boolean {
  const told = (envelope as Readonly<Record<string, unknown>> | undefined)?.[CAPABILITIES] ?? server.getClientCapabilities();
  const { elicitation } = (told ?? {}) as { elicitation?: { form?: unknown; url?: unknown } };
  return elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined);
}
