import { createDockerEngine } from '../../src/containers/docker-engine';
import { describeWith } from '../support/needs';
import { CASES } from './cases';
import { makeOptions } from './options';
import { type CheckRow, runChecks, wrongRows } from './run-checks';
import { type CheckTargets, startCheckTargets } from './targets';

describeWith(['engine', 'toolsImage', 'packages'], 'every check', () => {
  const dockerHost = process.env.TEST_DOCKER_HOST ?? '';
  let targets: CheckTargets;
  beforeAll(async () => {
    targets = await startCheckTargets(dockerHost, makeOptions(), 'all');
  }, 180_000);
  afterAll(() => targets?.stop());

  it('has its status mapped right, whether its service is good, bad or unreachable', async () => {
    expect(CASES.length).toBeGreaterThanOrEqual(50);
    const rows = await runChecks(CASES, targets, createDockerEngine({ dockerHost }));
    process.stdout.write(`${table(rows)}\n`);
    expect(wrongRows(rows)).toEqual([]);
  }, 600_000);
});

/** One line a check: what it says in each state. */
function table(rows: readonly CheckRow[]): string {
  const names = [...new Set(rows.map(({ name }) => name))];
  const width = Math.max(...names.map((name) => name.length));
  const line = (name: string, cells: readonly string[]): string => [name.padEnd(width), ...cells.map((cell) => cell.padEnd(11))].join('  ');
  const lines = names.map((name) =>
    line(
      name,
      rows.filter((row) => row.name === name).map(({ finding }) => finding.status),
    ),
  );
  const right = rows.length - wrongRows(rows).length;
  return ['', line('check', ['good', 'bad', 'unreachable']), ...lines, '', `${right} of ${rows.length} as expected`].join('\n');
}
