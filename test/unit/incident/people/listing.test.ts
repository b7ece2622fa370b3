import { isOfPublic } from '../../../../src/incident/model/incident';
import { listingOf } from '../../../../src/incident/people/listing';
import { completeState } from '../../../support/sample-state';

const owned = { acknowledgedBy: 'Ana', asksForPrivacy: true } as const;

it('shows no title and no owner once an alert has asked for privacy, as for a private incident', () => {
  const listed = listingOf(completeState(owned), { byHand: true });
  expect(listed).toEqual(listingOf(completeState({ acknowledgedBy: 'Ana' }, { privacy: 'private' }), { byHand: true }));
  expect([listed?.owner, isOfPublic(listed?.title ?? null)]).toEqual([null, false]);
});

it('shows the services of a public incident alone, in older runs too', () => {
  const about = { services: ['db'] };
  expect(listingOf(completeState({}, about), { byHand: true })).toMatchObject(about);
  for (const byHand of [true, false]) {
    expect(listingOf(completeState({}, { ...about, privacy: 'private' }), { byHand })?.services).toEqual([]);
    expect(listingOf(completeState(owned, about), { byHand })?.services).toEqual([]);
  }
  expect(listingOf(completeState({}), { byHand: true })).not.toHaveProperty('services');
});

it('shows them otherwise, and in older runs as before', () => {
  for (const [state, byHand] of [
    [completeState({ acknowledgedBy: 'Ana' }), true],
    [completeState(owned), false],
  ] as const) {
    const listed = listingOf(state, { byHand });
    expect([listed?.owner, isOfPublic(listed?.title ?? null)]).toEqual(['Ana', true]);
  }
  expect(listingOf(completeState({ incident: null }), { byHand: true })).toBeNull();
});
