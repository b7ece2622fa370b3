import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRunbooks } from '../../../src/runbooks/load-runbooks';
import { createRunbookSource } from '../../../src/runbooks/runbook-source';

const OWN = join(__dirname, '..', '..', '..', 'runbooks');

async function source() {
  const folder = mkdtempSync(join(tmpdir(), 'runbooks-'));
  copyFileSync(join(OWN, 'evidence.yaml'), join(folder, 'evidence.yaml'));
  const outcomes: string[] = [];
  const runbooks = createRunbookSource({
    folders: [folder],
    first: await loadRunbooks([folder]),
    changed: (outcome) => outcomes.push('taken' in outcome ? outcome.taken.map(({ id }) => id).join() : outcome.refused.message),
  });
  const ids = async () => (await runbooks()).runbooks.map(({ id }) => id);
  return { folder, outcomes, runbooks, ids };
}

it('takes up a runbook that is added, changed or removed', async () => {
  const { folder, outcomes, ids } = await source();
  expect(await ids()).toEqual(['evidence']);
  copyFileSync(join(OWN, 'system.yaml'), join(folder, 'system.yaml'));
  expect(await ids()).toEqual(['evidence', 'system']);
  expect(await ids()).toEqual(['evidence', 'system']);
  const text = readFileSync(join(folder, 'system.yaml'), 'utf8');
  writeFileSync(join(folder, 'system.yaml'), text.replace(/^id: system$/m, 'id: machine'));
  expect(await ids()).toEqual(['evidence', 'machine']);
  rmSync(join(folder, 'evidence.yaml'));
  expect(await ids()).toEqual(['machine']);
  expect(outcomes).toEqual(['evidence,system', 'evidence,machine', 'machine']);
});

it('keeps the last good ones while a file cannot be used, and says so', async () => {
  const { folder, outcomes, runbooks, ids } = await source();
  writeFileSync(join(folder, 'new.yaml'), 'id: New\n');
  expect(await ids()).toEqual(['evidence']);
  expect((await runbooks()).problem).toContain('new.yaml');
  expect(outcomes).toEqual([expect.stringContaining('new.yaml')]);
  rmSync(join(folder, 'new.yaml'));
  expect(await runbooks()).toMatchObject({ problem: null });
});

it('notices what changed between the first reading and the first look', async () => {
  const { folder, ids } = await source();
  copyFileSync(join(OWN, 'system.yaml'), join(folder, 'system.yaml'));
  expect(await ids()).toEqual(['evidence', 'system']);
});
