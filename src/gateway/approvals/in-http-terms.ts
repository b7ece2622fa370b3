import { ActionsOffError } from '../../approval/desk/errors';
import { CommandRefusedError, IncidentClosedError, NoSuchIncidentError } from '../../client/temporal/errors';
import { type IncidentError, InvalidInputError } from '../../incident/text/errors';
import { type Refusal, RequestError } from '../request-error';

/** What the work answers, or its failure as the gateway answers it. Whatever is not known here may work later. */
export async function inHttpTerms<Answer>(work: Promise<Answer>): Promise<Answer> {
  try {
    return await work;
  } catch (error) {
    throw answerTo(error);
  }
}

function answerTo(error: unknown): unknown {
  if (error instanceof CommandRefusedError) return refused(error);
  if (error instanceof NoSuchIncidentError) return as(404, error);
  if (error instanceof ActionsOffError || error instanceof IncidentClosedError) return as(409, error);
  return error;
}

function refused(error: CommandRefusedError): Error {
  const { code, field, problem, allowed } = error.refusal;
  if (code === 'invalid' && field !== undefined && problem !== undefined)
    return new InvalidInputError(field, problem, allowed, error.hint === undefined ? {} : { hint: error.hint });
  return as(409, error, code);
}

function as(status: Refusal['status'], { code, message, hint }: IncidentError, told: string = code): RequestError {
  return new RequestError({ status, code: told, message, ...(hint === undefined ? {} : { hint }) });
}
