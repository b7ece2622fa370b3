import { readCommand } from '../../../../src/incident/commands/read-command';

const QUOTED = { author: 'Ana Ruiz', at: '2026-01-01T11:00:00+01:00', permalink: 'https://acme.slack.com/archives/C1/p1' };
const note = (quoted: unknown) => readCommand('addNote', { actor: 'slack:U1', text: 'pool size was 5', quoted });

it('keeps author, time in UTC, and permalink', () => {
  expect(note(QUOTED)).toMatchObject({ text: 'pool size was 5', quoted: { ...QUOTED, at: '2026-01-01T10:00:00.000Z' } });
  expect(note({ ...QUOTED, more: 1 })).toMatchObject({ quoted: expect.not.objectContaining({ more: 1 }) });
});

it('cleans and cuts the author', () => {
  expect(note({ ...QUOTED, author: `\u202eAna\n${'a'.repeat(100)}` })).toMatchObject({ quoted: { author: `Ana ${'a'.repeat(75)}…` } });
});

it('needs no permalink, which Slack may not have said', () => {
  expect(note({ ...QUOTED, permalink: null })).toMatchObject({ quoted: { permalink: null } });
});

it.each([undefined, null])('is none if it is %s', (quoted) => {
  expect(note(quoted)).not.toHaveProperty('quoted');
});

it.each([
  ['a text', 'quoted'],
  [{ ...QUOTED, author: undefined }, 'quoted.author'],
  [{ ...QUOTED, author: '\u200b' }, 'quoted.author'],
  [{ ...QUOTED, at: 'yesterday' }, 'quoted.at'],
  [{ ...QUOTED, at: '2026-01-01T11:00:00' }, 'quoted.at'],
  [{ ...QUOTED, permalink: 'javascript:alert(1)' }, 'quoted.permalink'],
  [{ ...QUOTED, permalink: 'https://a.example.com/> <!channel>' }, 'quoted.permalink'],
  [{ ...QUOTED, permalink: 'https://a.example.com/|x' }, 'quoted.permalink'],
  [{ ...QUOTED, permalink: `https://a.example.com/${'a'.repeat(500)}` }, 'quoted.permalink'],
])('%j is refused, naming %s', (quoted, field) => {
  expect(note(quoted)).toMatchObject({ code: 'invalid', field, message: expect.stringContaining(`${field}: `) });
});
