import { DEFAULT_SLASH } from '../../../../src/slack/block-kit/ways';
import { FORMS, type FormName, renderForm } from '../../../../src/slack/interactivity/modals/forms';
import { outcomeText } from '../../../../src/slack/interactivity/outcome-words';
import type { Outcome, Wanted } from '../../../../src/slack/interactivity/perform';

const SENT = { incidentId: 'A-1', applied: true, repeated: false, status: 'acknowledged', requestId: 'R1' } as const;
const applied: Outcome = { kind: 'applied', sent: SENT };

const wanted = (name: Wanted['name'], payload: object): Wanted => ({ name, incidentId: 'A-1', payload, requestId: 'R1' }) as Wanted;
const refused = (refusal: Partial<Extract<Outcome, { kind: 'refused' }>['refusal']>): Outcome => ({
  kind: 'refused',
  refusal: { code: 'invalid', message: 'text: is too long (allowed: at most 3000 characters)', ...refusal },
});

it.each<readonly [Wanted, string]>([
  [wanted('changeSeverity', { severity: 'high' }), '✅ A-1 is now 🟠 high.'],
  [wanted('assign', { user: 'U0ANA', role: 'commander' }), '✅ A-1 has <@U0ANA> as commander.'],
  [wanted('assign', { user: '<@U0ANA>' }), '✅ A-1 is assigned to <@U0ANA>.'],
  [wanted('assign', { user: 'Ana <!channel>' }), '✅ A-1 is assigned to Ana &lt;!channel&gt;.'],
  [wanted('addResponders', { users: ['<@U0BEN>', 'ana@example.com'] }), '✅ A-1 is paging <@U0BEN>, ana@example.com.'],
])('says what was done, and to whom: %j', (given, words) => {
  expect(outcomeText(applied, given, DEFAULT_SLASH)).toBe(words);
});

it('does not say that someone is paged who was not found', () => {
  const sent = { ...SENT, notFound: [{ reference: 'ben', reason: 'no one has this name' }] };
  expect(outcomeText({ kind: 'applied', sent }, wanted('addResponders', { users: ['<@U0ANA>', 'ben'] }), DEFAULT_SLASH)).toBe(
    '✅ A-1 is paging <@U0ANA>.\n⚠️ ben was not found: no one has this name',
  );
});

it.each<readonly [Outcome, Wanted['name'], string]>([
  [
    refused({ field: 'text', problem: 'is too long', allowed: 'at most 3000' }),
    'addNote',
    '❌ Not done: is too long (allowed: at most 3000).',
  ],
  [
    refused({ code: 'unknown_person', field: 'users', problem: `couldn't identify "zed": no one`, allowed: 'an @group' }),
    'addResponders',
    `❌ Not done: couldn't identify "zed": no one. Mention the person with @, or give their email address.`,
  ],
  [
    refused({ code: 'not_possible', message: 'every escalation level has been reached', wayOn: { kind: 'addPeople' } }),
    'escalate',
    '❌ Not done: every escalation level has been reached. To page someone: *Add people* in the menu of the pinned headline. Or type `/incident add @PERSON`',
  ],
  [refused({ code: 'not_possible', message: 'the incident is triggered' }), 'reopen', '❌ Not done: the incident is triggered.'],
])('a refusal names no field of a command line, and ends with what to do: %j', (outcome, name, words) => {
  expect(outcomeText(outcome, wanted(name, {}), DEFAULT_SLASH)).toBe(words);
});

it('no form has two buttons that could be taken for each other', () => {
  for (const name of Object.keys(FORMS) as FormName[]) {
    const { submit, close } = renderForm(name, { incidentId: 'A-1', channelId: null, responseUrl: null });
    const words = (text = ''): readonly string[] => text.toLowerCase().split(' ');
    expect(words(submit?.text).filter((word) => words(close?.text).includes(word))).toEqual([]);
  }
});
