import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = join(__dirname, '..', '..', '..', 'src');
const files = ['incident', 'workflows'].flatMap((folder) =>
  readdirSync(join(SOURCES, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);
const CHANGES = /^(?:export )?(?:let|var) /m;
/** Such an expression keeps its place in itself: frozen, it throws. */
const EXPORTED_WITH_A_PLACE = /^export const \w+ = \/.*\/[a-z]*[gy][a-z]*;$/m;

// All incidents of a worker share these modules.
describe('what workflows are made of', () => {
  it.each(files)('holds nothing that changes: %s', (file) => {
    const text = readFileSync(join(SOURCES, file), 'utf8');
    expect(text).not.toMatch(CHANGES);
    expect(text).not.toMatch(EXPORTED_WITH_A_PLACE);
  });
});
