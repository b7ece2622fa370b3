import { findWithOnCall } from '../../../src/activities/on-call-people';
import type { Resolution } from '../../../src/incident/model/responders';
import { InvalidInputError } from '../../../src/incident/text/errors';
import { NotifyError } from '../../../src/notify/notify-error';
import type { OnCallAnswer } from '../../../src/notify/on-call/port';

const NOW = '2026-01-01T10:00:00.000Z';
const answer = (users: readonly string[], ageMs = 0): OnCallAnswer => ({ users, asOf: NOW, ageMs });
const unreachable = new NotifyError({ code: 'notify_unreachable', message: 'PagerDuty: unreachable', retryable: true });

/** Everyone at example.com is found. */
const find = async (references: readonly string[]): Promise<Resolution> => {
  const isKnown = (reference: string): boolean => reference.endsWith('@example.com');
  return {
    resolved: references.filter(isKnown).map((reference) => ({ userId: `U-${reference}`, name: reference, reference, method: 'email' })),
    unresolved: references.filter((one) => !isKnown(one)).map((reference) => ({ reference, reason: 'no user with this email' })),
    resolutionRate: 1,
  };
};
const look = (
  references: readonly string[],
  schedules: Readonly<Record<string, OnCallAnswer | Error>>,
  isPatient = false,
): Promise<Resolution> => {
  const onCall = async (name: string): Promise<OnCallAnswer> => {
    const known = schedules[name] ?? new InvalidInputError('oncall', `"${name}" is not configured`, Object.keys(schedules).join(', '));
    if (known instanceof Error) throw known;
    return known;
  };
  return findWithOnCall(references, { onCall }, isPatient, find);
};

it('looks up who is on call, under the reference as it was written', async () => {
  const { resolved, unresolved, resolutionRate } = await look(['ann@example.com', '@oncall:dba'], {
    dba: answer(['ben@example.com', 'zoe@example.com']),
  });
  expect(resolved).toEqual([
    { userId: 'U-ann@example.com', name: 'ann@example.com', reference: 'ann@example.com', method: 'email' },
    { userId: 'U-ben@example.com', name: 'ben@example.com', reference: '@oncall:dba', method: 'email' },
    { userId: 'U-zoe@example.com', name: 'zoe@example.com', reference: '@oncall:dba', method: 'email' },
  ]);
  expect(unresolved).toEqual([]);
  expect(resolutionRate).toBe(1);
});

it('keeps a person who was named and is on call too under both references', async () => {
  const { resolved } = await look(['ben@example.com', '@oncall:dba'], { dba: answer(['ben@example.com']) });
  expect(resolved.map(({ reference }) => reference)).toEqual(['ben@example.com', '@oncall:dba']);
});

it('says since when the answer is known if the schedule could not be asked', async () => {
  const { resolved } = await look(['@oncall:dba'], { dba: answer(['ben@example.com'], 7_200_000) });
  expect(resolved[0]).toMatchObject({ reference: '@oncall:dba', onCallAsOf: NOW });
});

it.each([
  ['no one is on call', answer([]), { reference: '@oncall:dba', reason: 'no one is on call' }],
  [
    'Slack does not know them',
    answer(['ben@elsewhere.net']),
    { reference: '@oncall:dba', reason: 'ben@elsewhere.net is on call: no user with this email' },
  ],
  [
    'the schedule cannot be asked now',
    unreachable,
    { reference: '@oncall:dba', reason: "couldn't ask who is on call: PagerDuty: unreachable", isPending: true },
  ],
])('names a schedule that led to no one, and finds the others: %s', async (_, known, expected) => {
  const { resolved, unresolved, resolutionRate } = await look(['ann@example.com', '@oncall:dba'], { dba: known });
  expect(resolved.map(({ reference }) => reference)).toEqual(['ann@example.com']);
  expect(unresolved).toEqual([expected]);
  expect(resolutionRate).toBe(0.5);
});

it('does not ask again for a schedule that is not configured', async () => {
  const { unresolved } = await look(['@oncall:web'], { dba: answer([]) });
  expect(unresolved).toEqual([
    { reference: '@oncall:web', reason: 'couldn\'t ask who is on call: oncall: "web" is not configured (allowed: dba)' },
  ]);
});

it('fails if it may wait, so that it is tried again until the schedule answers', async () => {
  await expect(look(['@oncall:dba'], { dba: unreachable }, true)).rejects.toBe(unreachable);
});
