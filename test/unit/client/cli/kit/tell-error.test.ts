import { tellError } from '../../../../../src/client/cli/kit/tell-error';
import {
  CommandRefusedError,
  IdTakenError,
  IncidentClosedError,
  NoSuchIncidentError,
  ServiceUnreachableError,
} from '../../../../../src/client/temporal/errors';
import { ConfigError } from '../../../../../src/config';
import { EXIT } from '../../../../../src/exit-codes';
import { InvalidInputError } from '../../../../../src/incident/text/errors';

describe('tellError', () => {
  it.each([
    [new InvalidInputError('--severity', '"x" is not a severity', 'low'), EXIT.usage, 'invalid_input'],
    [new ConfigError([{ path: 'idPrefix', problem: '"x" is not valid', allowed: 'capitals' }]), EXIT.usage, 'invalid_configuration'],
    [new ServiceUnreachableError("couldn't reach Temporal at x: timed out"), EXIT.unreachable, 'service_unreachable'],
    [Object.assign(new Error('no engine'), { code: 'engine_unreachable' }), EXIT.unreachable, 'engine_unreachable'],
    [new NoSuchIncidentError('A-1'), EXIT.missing, 'no_such_incident'],
    [new CommandRefusedError({ code: 'already_done', message: 'already resolved by ann at …' }), EXIT.refused, 'already_done'],
    [new CommandRefusedError({ code: 'invalid', message: 'text: is missing', field: 'text' }), EXIT.usage, 'invalid'],
    [
      new CommandRefusedError({ code: 'unknown_person', message: 'user: "Zaphod" was not found', field: 'user' }),
      EXIT.usage,
      'unknown_person',
    ],
    [new IncidentClosedError('A-1', 'resolved by ann'), EXIT.refused, 'closed'],
    [new IdTakenError('A-1', 'other'), EXIT.refused, 'id_taken'],
    [new Error('whatever'), EXIT.failed, 'failed'],
    ['a thrown string', EXIT.failed, 'failed'],
  ])('%s', (error, exit, code) => {
    expect(tellError(error)).toMatchObject({ exit, json: { code, message: expect.any(String) } });
  });

  it('names field, what is allowed and what to do', () => {
    const error = new InvalidInputError('--title', '"x" is none', 'text', { hint: 'Try again.' });
    expect(tellError(error).json).toEqual({
      code: 'invalid_input',
      message: '--title: "x" is none (allowed: text)',
      field: '--title',
      allowed: 'text',
      hint: 'Try again.',
    });
  });

  it('has the same keys for every error', () => {
    const { json } = tellError(new Error('whatever'));
    expect(json).toEqual({ code: 'failed', message: 'whatever', field: null, allowed: null, hint: null });
  });

  it('keeps the lines of a list indented, as the service prints them', () => {
    const error = new ConfigError([{ path: 'idPrefix', problem: '"x" is not valid', allowed: 'capitals' }]);
    expect(tellError(error).json.message).toBe(error.message);
    expect(tellError(error).json.hint).toMatch(/^Nothing was started or changed\. /);
  });

  it('lets no control character of an echoed value through', () => {
    const { message } = tellError(new Error('bad \u001b[2J\u001b]0;owned\u0007\u202evalue')).json;
    expect(message).toBe('bad value');
  });

  it('says how to go on after a refusal', () => {
    const hint = 'If it is not over: incident reopen A-1 --reason "…"';
    const refused = new CommandRefusedError({ code: 'already_done', message: 'already resolved by ann', hint });
    expect(tellError(refused).json).toMatchObject({ message: 'already resolved by ann', hint: `Nothing was changed. ${hint}` });
  });

  it('says how a closed incident ended, and how to start a linked one', () => {
    expect(tellError(new IncidentClosedError('A-1', 'resolved by ann at noon')).json).toMatchObject({
      message: 'incident A-1 is closed: resolved by ann at noon',
      hint: expect.stringContaining('start-incident --label follows=A-1'),
    });
  });
});
