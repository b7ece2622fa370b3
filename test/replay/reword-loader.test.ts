import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const load = require('./reword-loader') as (this: object, source: string) => string;
const reword = (source: string, file = 'src/a.ts'): string =>
  load.call({ getOptions: () => ({ wording: 'longer' }), rootContext: ROOT, resourcePath: join(ROOT, file) }, source);

/** `CHANGES` stands in every text that has to change, `stays` in every one that must not. */
it.each([
  ['a text with a blank', `export const text = 'CHANGES now';`],
  ['a name', `export const name = 'stays';`],
  ['the part of a template with a blank', `export const text = \`CHANGES \${count} now CHANGES\`;`],
  ['a key', `export const key = \`\${id}/stays/\${round}\`;`],
  ['the branches of a choice in a sentence', `export const text = \`told \${count === 1 ? 'CHANGES' : 'CHANGES'} of it\`;`],
  ['what stands in where nothing is known', `export const text = \`told by \${name ?? 'CHANGES'}\`;`],
  ['what a choice in a sentence hangs on', `export const text = \`told \${kind === 'stays' ? 'CHANGES' : name} of it\`;`],
  ['the items of a sentence', `export const text = ['CHANGES', ...(isLate ? ['CHANGES'] : []), name].join(' ');`],
  ['the items of a key', `export const key = ['stays', name, ...(isLate ? ['stays'] : [])].join('/');`],
])('%s', (_, source) => {
  const reworded = reword(source);
  expect(reworded).not.toContain('CHANGES');
  expect(reworded.split('stays')).toHaveLength(source.split('stays').length);
});

it('gives each file words of its own, and the same file the same ones', () => {
  const source = `export const text = 'nobody has it';`;
  expect(reword(source)).toBe(reword(source));
  expect(reword(source, 'src/b.ts')).not.toBe(reword(source));
});
