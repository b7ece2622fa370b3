import { dirname } from 'node:path';
import { describedIn, FOLDERS, mappedAs, readSource, SOURCES } from './folders';

/** One declaration. */
const LONG = 'workflows/response/response-graph.ts';

const linesOf = (path: string): number => readSource(path).split('\n').length - 1;

describe('src', () => {
  it('has no folder of more than 25 files', () => {
    const counts = FOLDERS.map((folder) => [folder, SOURCES.filter((path) => dirname(path) === folder).length] as const);
    expect(counts.filter(([, count]) => count > 25)).toEqual([]);
  });

  it('has no file of more than 250 lines but one declaration, and half of them have 60 at most', () => {
    expect(SOURCES.filter((path) => path !== LONG && linesOf(path) > 250)).toEqual([]);
    const lengths = SOURCES.map(linesOf).sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(60);
  });

  it('loads no module in a way that the rules for imports do not see', () => {
    // `require()`, and a type as `import('…').Name`.
    expect(SOURCES.filter((path) => /\brequire\(|\bimport\('[^']*'\)\.\w*(?<!\.then)\b/.test(readSource(path)))).toEqual([]);
  });
});

describe('the map of src', () => {
  it.each(FOLDERS.map((folder) => [folder]))('says of %s what its README says, in three lines', (folder) => {
    expect(mappedAs(`${folder}/`)).toBe(describedIn(folder)?.purpose);
    expect(readSource(`${folder}/README.md`).split('\n')).toHaveLength(4);
  });
});
