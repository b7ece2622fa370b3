import type { NewsEntry } from '../../../../src/incident/model/room-message';
import { renderChecked } from '../../../support/render-checked';

const note = (text: string) => ({ kind: 'addNote', actor: 'ben', note: text }) as NewsEntry;

it('never cuts a character in two, because Slack’s client cannot send half of one', () => {
  for (let length = 270; length < 310; length += 1) {
    const { text } = renderChecked({ kind: 'news', entries: [note(`${'x'.repeat(length)}😀 done`)] }, 'A-1');
    expect(text.isWellFormed()).toBe(true);
    expect(() => encodeURIComponent(text)).not.toThrow();
  }
});

it('counts the entries that do not fit into one message', () => {
  const entries = Array.from({ length: 30 }, (_, index) => note(`note ${index} ${'x'.repeat(2_000)}`));
  const { blocks } = renderChecked({ kind: 'news', entries }, 'A-1');
  const words = JSON.stringify(blocks);
  const shown = entries.filter((_, index) => words.includes(`note ${index} `)).length;
  expect(shown).toBeGreaterThan(3);
  expect(words).toContain(`${entries.length - shown} more entries were recorded but not posted here`);
});

it('says how to mend what the room relies on, without letting a service write mark-up', () => {
  const problem = { code: 'notify_credentials', message: 'HTTP 400 (<!channel> *no*)', mend: 'Set a valid secret.' };
  const entry: NewsEntry = { kind: 'degraded', what: 'end of pages through pager', problem, actor: 'worker' };
  expect(renderChecked({ kind: 'news', entries: [entry] }, 'A-1').text).toMatch(
    /couldn't end the pages through pager: HTTP 400 \(&lt;!channel&gt; .*\) → Set a valid secret\.$/i,
  );
});
