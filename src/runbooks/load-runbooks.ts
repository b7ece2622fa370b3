import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileProblem } from '../checked-yaml/file-problem';
import { type CheckedFile, readCheckedYaml, whyUnread } from '../checked-yaml/read-checked-yaml';
import type { Runbook } from '../incident/model/runbook';
import { InvalidRunbooksError } from './invalid-runbooks-error';
import { runbookSchema } from './runbook-schema';

/** Functions for every probe script, kept next to the project's own runbooks. */
const PRELUDE = join(__dirname, '..', '..', 'runbooks', 'prelude.sh');

interface Loaded extends CheckedFile<Runbook> {
  readonly file: string;
}

/**
 * Reads every `.yaml` and `.yml` file, ordered by folder, then by file name. Throws `InvalidRunbooksError` with every
 * problem of every file.
 */
export async function loadRunbooks(folders: readonly string[]): Promise<readonly Runbook[]> {
  const problems: FileProblem[] = [];
  const files = (await Promise.all(folders.map((folder) => listFiles(folder, problems)))).flat();
  const schema = runbookSchema(await readFile(PRELUDE, 'utf8'));
  const read = await Promise.all(
    files.map(async (file) => {
      const checked = await readCheckedYaml(file, schema, problems);
      return checked === null ? [] : { file, ...checked };
    }),
  );
  const loaded = read.flat();
  findDuplicates(loaded, problems);
  if (problems.length > 0) throw new InvalidRunbooksError(problems);
  return loaded.map(({ value }) => value);
}

/** The names of the runbooks. @throws as `loadRunbooks` */
export async function loadRunbookNames(folders: readonly string[]): Promise<readonly string[]> {
  return (await loadRunbooks(folders)).map(({ id }) => id);
}

async function listFiles(folder: string, problems: FileProblem[]): Promise<readonly string[]> {
  try {
    const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
    if (names.length === 0) problems.push({ file: folder, line: null, path: '', problem: 'contains no runbooks (*.yaml)' });
    return names.map((name) => join(folder, name));
  } catch (error) {
    problems.push({ file: folder, line: null, path: '', problem: whyUnread(error) });
    return [];
  }
}

function findDuplicates(loaded: readonly Loaded[], problems: FileProblem[]): void {
  const runbooks = new Map<string, string>();
  const probes = new Map<string, string>();
  const actions = new Map<string, string>();
  for (const { file, value, problemAt } of loaded) {
    const claim = (seen: Map<string, string>, id: string, path: readonly PropertyKey[], what: string): void => {
      const first = seen.get(id);
      if (first === undefined) seen.set(id, file);
      else problems.push(problemAt(path, `${what} ${id} is already defined in ${first}`));
    };
    claim(runbooks, value.id, ['id'], 'runbook');
    for (const [index, probe] of value.probes.entries()) claim(probes, probe.id, ['probes', index, 'id'], 'probe');
    for (const [index, action] of (value.actions ?? []).entries()) claim(actions, action.name, ['actions', index, 'name'], 'action');
  }
  checkActions(loaded, problems);
}

/** The probes that check whether an action helped may be those of another runbook. */
function checkActions(loaded: readonly Loaded[], problems: FileProblem[]): void {
  const probes = new Set(loaded.flatMap(({ value }) => value.probes.map(({ id }) => id)));
  for (const { value, problemAt } of loaded)
    for (const [index, { checks }] of (value.actions ?? []).entries())
      for (const [at, id] of checks.probes.entries())
        if (!probes.has(id)) problems.push(problemAt(['actions', index, 'checks', 'probes', at], `no runbook has a probe ${id}`));
}
