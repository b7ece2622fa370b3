import { applyCommand } from '../../../../src/incident/commands/apply-command';
import type { Incident, IncidentPolicy } from '../../../../src/incident/model/incident';
import type { IncidentState } from '../../../../src/incident/model/state';
import { isRefusal } from '../../../../src/incident/text/refusal';
import { cardChannel, cardOf } from '../../../../src/incident/war-room/card';
import { renderRoomMessage } from '../../../../src/slack/block-kit/render';
import { sampleEvent, samplePolicy } from '../../../support/sample-incident';
import { after, completeState } from '../../../support/sample-state';

const CANARY = 'XYZZYCANARY';
const policy: IncidentPolicy = { ...samplePolicy(), broadcast: { channel: 'incidents', severities: ['critical', 'high'] } };
const state = (changes: Partial<IncidentState> = {}, incident: Partial<Incident> = {}): IncidentState =>
  completeState(changes, { policy, severity: 'critical', privacy: 'public', title: `Orders fail ${CANARY}`, ...incident });
const BEN = { reference: 'ben', name: 'Ben', userId: 'UBEN' };
const roles = { ...completeState().roles, commander: BEN };

it('shows title, severity, status, owner, since when, and the room', () => {
  const card = cardOf(state({ status: 'acknowledged', acknowledgedBy: 'Ann', acknowledgedById: 'UANN' }));
  expect(card).toMatchObject({ status: 'acknowledged', shown: { severity: 'critical', owner: { name: 'Ann', userId: 'UANN' } } });
  const { text, blocks } = renderRoomMessage(card);
  expect(text).toBe(`CRITICAL incident PROD-20260101-001: Orders fail ${CANARY} (acknowledged)`);
  const whole = JSON.stringify(blocks);
  for (const words of [
    'critical',
    'acknowledged',
    '<@UANN>',
    '<!date^',
    '<https://acme.example.com/archives/C1|#incident-prod-20260101-001>',
  ])
    expect(whole).toContain(words);
  expect(whole).not.toContain('"actions"');
});

it.each<[string, Partial<IncidentState>, object | null]>([
  ['nobody', {}, null],
  ['whoever acknowledged', { acknowledgedBy: 'Ann' }, { name: 'Ann', userId: null }],
  ['the commander before that', { acknowledgedBy: 'Ann', acknowledgedById: 'UANN', roles }, { name: 'Ben', userId: 'UBEN' }],
])('its owner is %s', (_, changes, owner) => {
  expect(cardOf(state(changes)).shown?.owner).toEqual(owner);
});

it.each<[string, IncidentState, string | null]>([
  ['of a severity that is listed', state(), 'incidents'],
  ['of another severity', state({}, { severity: 'low' }), null],
  ['before there is a headline to link to', state({ headlineTs: null }), null],
  ['once it is over', state({ status: 'resolved' }), null],
  ['without a channel for it', state({}, { policy: samplePolicy() }), null],
  ['before it is parsed', state({ incident: null }), null],
])('is posted: %s', (_, given, channel) => {
  expect(cardChannel(given)).toBe(channel);
});

describe('a private incident', () => {
  const alert = { name: 'alertUpdated', actor: 'alert:alertmanager', event: sampleEvent({ title: `Leak ${CANARY}` }) } as const;
  const told = applyCommand(state(), { ...alert, isPrivate: true }, after(60));
  if (isRefusal(told)) throw new Error(told.message);
  const { warRoom } = completeState();
  if (warRoom === null) throw new Error('the sample has no room');

  it.each<[string, IncidentState]>([
    ['declared as private', state({}, { privacy: 'private' })],
    ['in a room that is private', state({ warRoom: { ...warRoom, privacy: 'private' } })],
    ['of which an alert asked for privacy', told.state],
    ['not parsed yet', state({ incident: null })],
  ])('has no card, and one that was posted is emptied to id and status: %s', (_, given) => {
    expect(cardChannel(given)).toBeNull();
    const card = cardOf(given);
    expect(card).toEqual({ kind: 'card', incidentId: 'PROD-20260101-001', status: 'triggered', shown: null });
    expect(JSON.stringify(renderRoomMessage(card))).not.toMatch(/XYZZY|archives|critical|<@/);
  });

  it('is not one because of an alert, if a person chose the room to be public', () => {
    const chosen = state({ request: { ...completeState().request, channelPrivacy: 'public' } });
    const outcome = applyCommand(chosen, { ...alert, isPrivate: true }, after(60));
    if (isRefusal(outcome)) throw new Error(outcome.message);
    expect(outcome.state).not.toHaveProperty('asksForPrivacy');
    expect(cardOf(outcome.state).shown).not.toBeNull();
  });
});

it('is escaped', () => {
  const { text, blocks } = renderRoomMessage(
    cardOf(state({ acknowledgedBy: '<!channel>', status: 'acknowledged' }, { title: '<!here> & more' })),
  );
  expect(JSON.stringify([text, blocks])).not.toMatch(/<!(?:here|channel)>/);
});
