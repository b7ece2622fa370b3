import { ServiceUnreachableError } from '../../client/temporal/errors';
import type { Sent } from '../../client/temporal/send-command';
import type { CommandName, CommandPayloads } from '../../incident/model/commands';
import { IncidentError } from '../../incident/text/errors';
import type { Refusal } from '../../incident/text/refusal';
import type { Desk } from './desk';
import type { Person } from './person';

/** A command that someone gave in Slack. */
export type Wanted = { [Name in CommandName]: WantedOf<Name> }[CommandName];
export interface WantedOf<Name extends CommandName> {
  readonly name: Name;
  readonly incidentId: string;
  readonly payload: CommandPayloads[Name];
  /** The same for a repeat of the same click, form or line. */
  readonly requestId: string;
}

/** What became of it. */
export type Outcome =
  | { readonly kind: 'applied'; readonly sent: Sent }
  /** No worker answered: it is kept, and applies once one does. */
  | { readonly kind: 'kept' }
  /** The same request had acted before. */
  | { readonly kind: 'repeated' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'closed'; readonly message: string }
  /** The service that `message` names has not answered, so it may have been done. */
  | { readonly kind: 'unclear'; readonly message: string }
  /** `mend`: what somebody has to do first; null if it may work later by itself. */
  | { readonly kind: 'unreachable'; readonly message: string; readonly mend: string | null }
  | { readonly kind: 'missing' | 'failed' };

/** An outcome that changed nothing, as far as is known. */
export type Trouble = Exclude<Outcome, { readonly kind: 'applied' | 'kept' | 'repeated' }>;

/** Gives the command to the incident, as the person. Never throws. */
export async function perform(desk: Desk, person: Person, wanted: Wanted): Promise<Outcome> {
  const { name, incidentId, payload, requestId } = wanted;
  try {
    const sent = await desk.incidents.command(name, incidentId, { ...actorFor(person), requestId, ...payload } as never);
    if (sent.repeated) return { kind: 'repeated' };
    return sent.applied ? { kind: 'applied', sent } : { kind: 'kept' };
  } catch (error) {
    return outcomeOf(desk, error);
  }
}

/** How a person of Slack is recorded. */
export function actorFor({ userId, name }: Person) {
  return { actor: `slack:${userId}`, actorName: name, via: 'slack' } as const;
}

const TOO_LATE_FOR_A_FORM = 'a form has to open within three seconds, and Slack or Temporal took longer';

/** An error as an outcome. What is not expected is logged, without any text of the request. */
export function outcomeOf({ log }: Desk, error: unknown): Trouble {
  const { code, message, refusal } = error as { code?: string; message?: string; refusal?: Refusal };
  if (error instanceof IncidentError && message !== undefined) {
    switch (code) {
      case 'refused':
        return refusal === undefined ? { kind: 'failed' } : { kind: 'refused', refusal };
      case 'closed':
        return { kind: 'closed', message };
      case 'no_such_incident':
        return { kind: 'missing' };
      case 'service_unreachable':
        if (error instanceof ServiceUnreachableError && error.mayBeDone) return { kind: 'unclear', message };
        return { kind: 'unreachable', message, mend: null };
      case 'actions_off':
      case 'no_worker':
        return { kind: 'unreachable', message, mend: error.hint ?? null };
      default:
    }
    if (code === 'slack_expired_trigger_id') return { kind: 'unreachable', message: TOO_LATE_FOR_A_FORM, mend: null };
    if (code?.startsWith('slack_')) return { kind: 'unreachable', message, mend: error.retryable ? null : (error.hint ?? null) };
  }
  log.error({ problem: (error as Error | null)?.name ?? typeof error, code }, 'a command from Slack failed unexpectedly');
  return { kind: 'failed' };
}
