import { createAsk } from '../../../src/notify/on-call/create-ask';
import { configFile, type LoadArguments } from '../../support/config-file';

const file = configFile('worker');
const load = (onCall: object, ...rest: LoadArguments) => file.load({ onCall }, ...rest);
const problemsOf = (onCall: object, ...rest: LoadArguments) => file.problemsOf({ onCall }, ...rest);

const ALL = {
  dba: { type: 'pagerduty', schedule: 'PI7DH85', secret: 'PD_TOKEN' },
  web: { type: 'opsgenie', schedule: 'Web Team', secret: 'OPSGENIE_KEY' },
  night: { type: 'ical', secret: 'NIGHT_CALENDAR_URL' },
};
const SECRETS = { PD_TOKEN: 'tell-tale-1', OPSGENIE_KEY: 'tell-tale-2', NIGHT_CALENDAR_URL: 'https://calendar.example.com/tell-tale.ics' };

describe('onCall', () => {
  it('is read with its secrets by the worker, which can ask with it, and by no other process', () => {
    const { onCall } = load(ALL, SECRETS);
    expect(onCall.map(({ name, secret }) => [name, secret.value()])).toEqual([
      ['dba', 'tell-tale-1'],
      ['web', 'tell-tale-2'],
      ['night', 'https://calendar.example.com/tell-tale.ics'],
    ]);
    expect(JSON.stringify(onCall)).not.toContain('tell-tale');
    for (const settings of onCall) expect(createAsk(settings)).toBeInstanceOf(Function);
    for (const purpose of ['probes', 'client', 'gateway'] as const) expect(load(ALL, {}, purpose).onCall).toEqual([]);
  });

  it.each([
    [{ dba: { secret: 'A' } }, 'onCall.dba.type: is missing (allowed: pagerduty, opsgenie, ical)'],
    [{ dba: { type: 'pagerduty', secret: 'A' } }, 'onCall.dba.schedule: is missing (allowed: either schedule or escalationPolicy)'],
    [{ dba: { type: 'pagerduty', schedule: 'P1', escalationPolicy: 'P2', secret: 'A' } }, 'onCall.dba.schedule: "P1" is not valid'],
    [{ dba: { type: 'opsgenie', secret: 'A' } }, 'onCall.dba.schedule: is missing (allowed: the name of a schedule)'],
    [{ dba: { type: 'ical' } }, 'onCall.dba.secret: is missing (allowed: the name of an environment variable'],
    [{ '../x': { type: 'ical', secret: 'A' } }, 'onCall: "../x" is not a valid name (allowed: 1 to 60 small letters'],
  ])('%j is refused by its path', (onCall, message) => {
    const [problem = '', ...others] = problemsOf(onCall);
    expect(problem).toContain(message);
    expect(others).toEqual([]);
  });

  it('needs its secrets, and that of a calendar must be an address, which is not shown', () => {
    expect(problemsOf(ALL, { PD_TOKEN: 'x', NIGHT_CALENDAR_URL: 'ftp://tell-tale' })).toEqual([
      'onCall.web.secret: OPSGENIE_KEY is not set (allowed: OPSGENIE_KEY, or OPSGENIE_KEY_FILE with the path of a file that holds it)',
      expect.stringMatching(/^onCall\.night\.secret: its value is not the address of a calendar \(allowed: an https URL/),
    ]);
  });
});
