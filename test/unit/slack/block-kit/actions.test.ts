import type { CallForPeopleMessage, HeadlineMessage } from '../../../../src/incident/model/room-message';
import type { IncidentState } from '../../../../src/incident/model/state';
import { directCallOf } from '../../../../src/incident/war-room/direct-call';
import { headlineOf } from '../../../../src/incident/war-room/headline';
import type { Block, PressedBy } from '../../../../src/slack/block-kit/blocks';
import { actionId, MORE, readButtonValue } from '../../../../src/slack/block-kit/buttons';
import { renderRoomMessage } from '../../../../src/slack/block-kit/render';
import { sampleIncident } from '../../../support/sample-incident';
import { after, completeState } from '../../../support/sample-state';

const ID = 'PROD-20260101-001';
const candidate = (userId: string, name: string) => ({ userId, name, how: 'real_name' as const });

function pressed(message: HeadlineMessage | CallForPeopleMessage): readonly (readonly PressedBy[])[] {
  const { blocks = [], attachments = [] } = renderRoomMessage(message, ID);
  const all: readonly Block[] = [...blocks, ...attachments.flatMap((one) => one.blocks)];
  return all.flatMap((block) => (block.type === 'actions' ? [block.elements] : []));
}
const headline = (changes: Partial<IncidentState>) => headlineOf(completeState({ revision: 7, ...changes }));
const call = (changes: Partial<CallForPeopleMessage>): CallForPeopleMessage => ({
  kind: 'callForPeople',
  incident: sampleIncident(),
  why: null,
  takenBy: null,
  called: [{ userId: 'U1', name: 'dba', reference: 'dba@example.com', method: 'email' }],
  unresolved: [],
  assigned: true,
  buttons: ['addCandidate', 'acknowledge', 'decline'],
  revision: 7,
  ...changes,
});
const labelOf = (one: PressedBy) => (one.type === 'button' ? one.text.text : one.options.map(({ text }) => text.text));

describe('the headline', () => {
  it('ends with its buttons and one menu, each for this incident at this revision', () => {
    const [row = [], ...others] = pressed(headline({}));
    expect(others).toEqual([]);
    expect(row.map(labelOf)).toEqual([
      'Acknowledge',
      'Escalate',
      'Resolve',
      ['Take command', 'Change severity', 'Add people', 'Investigate again', "I can't take it"],
    ]);
    expect(row.map(({ action_id }) => action_id)).toEqual(
      ['acknowledge', 'escalate', 'resolve'].map((one) => `incident.${one}`).concat(MORE),
    );
    const values = row.flatMap((one) => (one.type === 'button' ? [one.value] : one.options.map(({ value }) => value)));
    expect(values.map(readButtonValue)).toEqual(
      ['acknowledge', 'escalate', 'resolve', 'takeCommand', 'changeSeverity', 'addPeople', 'investigateAgain', 'decline'].map((button) => ({
        button,
        incidentId: ID,
        revision: 7,
      })),
    );
    expect(row.filter((one) => one.type === 'button' && one.style === 'primary').map(labelOf)).toEqual(['Acknowledge']);
  });

  it.each<[string, Partial<IncidentState>, number]>([
    ['resolved', { status: 'resolved', archiveDueAt: after(600) }, 1],
    ['cancelled', { status: 'cancelled' }, 0],
    ['closed', { status: 'resolved', closedAt: after(600) }, 0],
  ])('has no row without buttons: %s', (_, changes, rows) => {
    expect(pressed(headline(changes))).toHaveLength(rows);
  });

  it('of older code has none', () => {
    const { buttons: _, revision: __, ...older } = headline({});
    expect(pressed(older)).toEqual([]);
  });

  it('says who cannot take it', () => {
    expect(JSON.stringify(renderRoomMessage(headline({ declined: [{ userId: 'U1', name: 'dba', at: after(1) }] })))).toContain(
      "<@U1> (can't take it)",
    );
  });
});

describe('a page', () => {
  it('ends with the two answers, and no command', () => {
    const message = call({});
    expect(pressed(message).map((row) => row.map(labelOf))).toEqual([['Acknowledge', "I can't take it"]]);
    expect(renderRoomMessage(message).blocks?.at(-1)?.type).toBe('actions');
    expect(JSON.stringify(renderRoomMessage(message))).not.toContain('/incident');
  });

  it.each<[string, Partial<CallForPeopleMessage>]>([
    ['once someone has it', { buttons: ['addCandidate'], takenBy: 'Ann' }],
    ['once it is over', { buttons: [] }],
  ])('has no answers %s', (_, changes) => {
    expect(pressed(call(changes))).toEqual([]);
    expect(JSON.stringify(renderRoomMessage(call(changes)))).not.toContain('/incident');
  });

  it('of older code says what to type', () => {
    const { buttons: _, ...older } = call({});
    expect(pressed(older)).toEqual([]);
    expect(JSON.stringify(renderRoomMessage(older))).toContain('Acknowledge with `/incident ack`.');
  });

  it('offers a button for each person whom a name could mean, and tells people of one name apart', () => {
    const people = [candidate('U2', 'Ben Roe'), candidate('U3', 'Ben Roe'), candidate('U4', 'Benny <!channel>')];
    const message = call({ unresolved: [{ reference: 'ben', reason: '3 people match', candidates: people }] });
    const [row = []] = pressed(message);
    expect(row.map(labelOf)).toEqual(['Add Ben Roe (U2)', 'Add Ben Roe (U3)', 'Add Benny <!channel>']);
    expect(row.map(({ action_id }) => action_id)).toEqual(['U2', 'U3', 'U4'].map((userId) => actionId('addCandidate', userId)));
    expect(row.flatMap((one) => (one.type === 'button' ? [readButtonValue(one.value)] : []))).toContainEqual({
      button: 'addCandidate',
      incidentId: ID,
      revision: 7,
      userId: 'U3',
    });
  });

  it('names candidates in text where there are no buttons for them', () => {
    const message = call({
      buttons: [],
      unresolved: [{ reference: 'ben', reason: '1 person matches', candidates: [candidate('U2', 'Ben Roe')] }],
    });
    expect(JSON.stringify(renderRoomMessage(message))).toContain('Ben Roe: `U2`');
  });

  it("stays within Slack's limits with many names", () => {
    const candidates = Array.from({ length: 9 }, (_, index) => candidate(`U${index}`, 'n'.repeat(200)));
    const unresolved = Array.from({ length: 40 }, (_, index) => ({ reference: `name ${index}`, reason: 'r'.repeat(300), candidates }));
    const message = call({ unresolved });
    const rows = pressed(message);
    expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(5);
    expect(renderRoomMessage(message).blocks?.length).toBeLessThanOrEqual(50);
    const labels = rows.flat().flatMap(labelOf);
    expect(Math.max(...labels.map((label) => label.length))).toBeLessThanOrEqual(75);
  });
});

it('a note that quotes a message links to it, and nothing in it can', () => {
  const quoted = { author: 'Ana <@U9>', at: after(60), permalink: 'https://acme.slack.com/archives/C1/p1' };
  const rendered = renderRoomMessage({
    kind: 'news',
    entries: [{ kind: 'addNote', actor: 'slack:U1', actorName: 'Ben', note: 'see <!here>', quoted }],
  });
  expect(rendered.text).toMatch(
    /^\*Ben\* added <https:\/\/acme\.slack\.com\/archives\/C1\/p1\|a message of Ana &lt;@U9&gt;> \(<!date\^\d+\^.*\): see &lt;!here&gt;$/,
  );
});

describe('a direct message', () => {
  it('says what is broken, what is asked and where the room is, and ends with the answers', () => {
    const message = directCallOf(completeState({ revision: 7 }), { kind: 'assigned', by: 'Ann', role: 'commander' });
    const { text, blocks = [] } = renderRoomMessage(message, ID);
    const whole = JSON.stringify(blocks);
    expect(text).toContain(ID);
    expect(whole).toContain('Ann assigned the *commander* role to you.');
    expect(whole).toContain('Acknowledge if you can take it.');
    expect(whole).toContain('<https://acme.example.com/archives/C1|#incident-prod-20260101-001>');
    const last = blocks.at(-1);
    expect(last?.type === 'actions' ? last.elements.map(labelOf) : []).toEqual(['Acknowledge', "I can't take it"]);
  });

  it('has nothing to answer once someone has it', () => {
    const { blocks = [] } = renderRoomMessage(directCallOf(completeState({ status: 'acknowledged', acknowledgedBy: 'Ben' }), null), ID);
    expect(blocks.every(({ type }) => type === 'section')).toBe(true);
    expect(JSON.stringify(blocks)).toContain('no answer is needed any more');
  });
});
