import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { startProgram } from '../../../src/client/cli/start/start-options';
import { addChangingVerbs, addReadingVerbs } from '../../../src/client/cli/verbs';
import { addSetupVerbs } from '../../../src/client/cli/verbs/doctor';
import { addProbeVerbs } from '../../../src/client/cli/verbs/probes';
import { fileSchema } from '../../../src/config/file-schema';
import { EXIT } from '../../../src/exit-codes';
import { REACH_ALL } from '../../../src/incident/investigation/probe-reach';
import { TEMPLATE_NAMES } from '../../../src/incident/investigation/queries/templates';
import { selectProbes } from '../../../src/incident/investigation/select-probes';
import { FINDING_STATUSES } from '../../../src/incident/model/finding';
import { STEPS } from '../../../src/incident/model/plan';
import { renderMermaid } from '../../../src/incident/report/mermaid';
import { actionForms } from '../../../src/runbooks/action-schema';
import { loadRunbooks } from '../../../src/runbooks/load-runbooks';
import { probeForms } from '../../../src/runbooks/probe-schema';
import { MANIFEST_SCOPES } from '../../../src/slack/scopes';
import { QUEUES } from '../../../src/worker/run-workers';
import { NEEDED_SEARCH_ATTRIBUTES } from '../../../src/worker/search-attributes';
import { RESPONSE_PLAN } from '../../../src/workflows/response/plan';
import { NO_SERVICES } from '../../support/sample-alert-rules';
import { sampleIncident } from '../../support/sample-incident';
import { blocks, brokenLinks, DOCUMENTS, GUIDES, missingPaths, quoted, ROOT, read, rows } from './markdown';

const incident = new Command('incident');
addReadingVerbs(incident, NO_SERVICES.services);
addChangingVerbs(incident, { runbookNames: async () => [] });
const unused = () => Promise.reject(new Error('no verb is run here'));
addProbeVerbs(incident, { runbookNames: unused, runbooks: unused, selectProbes: unused, runProbe: unused });
addSetupVerbs(
  incident,
  async () => [],
  async () => ({ added: [], retention: { days: 90, command: null } }),
);
const flagsOf = (command: Command | undefined): readonly string[] => command?.options.map(({ long }) => long ?? '') ?? [];
const flagsIn = (text: string): readonly string[] => text.match(/--[a-z][a-z-]*/g) ?? [];
const verbNamed = (name: string | undefined): Command | undefined => incident.commands.find((verb) => verb.name() === name);

describe('the documents', () => {
  it.each(DOCUMENTS)('%s has no broken link', (path) => {
    expect(brokenLinks(path)).toEqual([]);
  });

  it.each(DOCUMENTS)('%s closes every block that it opens, and opens none without a language', (path) => {
    const fences = [...read(path).matchAll(/^ *```(.*)$/gm)].map(([, language = '']) => language);
    expect(fences.filter((language, index) => (language === '') !== (index % 2 === 1))).toEqual([]);
    expect(fences.length % 2).toBe(0);
  });

  it('are all in the index', () => {
    const index = read('docs/README.md');
    const pages = GUIDES.filter((path) => path.startsWith('docs/') && path !== 'docs/README.md');
    expect(pages.filter((path) => !index.includes(`(${path.replace('docs/', '')})`))).toEqual([]);
  });

  it.each(DOCUMENTS)('%s names no file or folder that does not exist', (path) => {
    expect(missingPaths(quoted(read(path)))).toEqual([]);
  });

  it('would notice a misspelt path, from the root or from src, and a misspelt file name', () => {
    const right = ['src/worker.ts', 'test/replay', 'slack/', 'incident/model/plan.ts', 'plan.ts', '/tmp', 'parse-<vendor>.ts'];
    const wrong = ['src/wroker.ts', 'test/repaly', 'slcak/', 'incident/model/pan.ts', 'incident/modle/', 'pan.ts'];
    expect(missingPaths([...right, ...wrong])).toEqual(wrong);
  });

  const lines = GUIDES.flatMap((path) => [...blocks(read(path), 'sh'), ...blocks(read(path), 'text')])
    .flatMap((block) => block.split('\n'))
    .map((line) => line.replace(/ +# .*$/, ''));

  it('call no verb and no flag of `incident` that does not exist', () => {
    const calls = lines.flatMap((line) =>
      [...line.matchAll(/\bincident ([a-z][a-z-]+)\b([^|]*)/g)].filter(() => /npx incident|worker incident/.test(line)),
    );
    expect(calls.length).toBeGreaterThan(15);
    const wrong = calls.filter(
      ([, verb, rest = '']) => flagsIn(rest).some((flag) => !flagsOf(verbNamed(verb)).includes(flag)) || !verbNamed(verb),
    );
    expect(wrong.map(([call]) => call)).toEqual([]);
  });

  it('call no flag of `start-incident` that does not exist', () => {
    const calls = lines.filter((line) => line.includes('npx start-incident'));
    expect(calls.length).toBeGreaterThan(4);
    const known = flagsOf(startProgram());
    expect(calls.filter((line) => flagsIn(line.slice(line.indexOf('start-incident'))).some((flag) => !known.includes(flag)))).toEqual([]);
  });

  it('run no script that package.json does not have', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const named = GUIDES.flatMap((path) => [...read(path).matchAll(/npm run ([a-z][a-z:-]*)/g)].map(([, name = '']) => name));
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});

describe('ARCHITECTURE.md', () => {
  it('shows the diagram that `incident plan --format mermaid` prints', () => {
    expect(blocks(read('ARCHITECTURE.md'), 'mermaid')).toEqual([renderMermaid(RESPONSE_PLAN)]);
  });
});

describe('docs/commands.md', () => {
  const page = read('docs/commands.md');

  it('names every flag of start-incident, and no other', () => {
    const flags = flagsOf(startProgram());
    expect(flags.length).toBeGreaterThan(15);
    const named = rows(page, /^`--/).flatMap(([first = '']) => flagsIn(first));
    expect([...named].sort()).toEqual([...flags].sort());
  });

  it.each(incident.commands.map((verb) => [verb.name(), verb] as const))('names `incident %s` and its flags', (name, verb) => {
    const line = page.split('\n').find((row) => row.startsWith(`| \`incident ${name}`)) ?? '';
    const shared = new Set(['--json', ...(/`--as/.test(page) ? ['--as', '--request-id'] : [])]);
    expect([line === '', flagsOf(verb).filter((flag) => !shared.has(flag) && !line.includes(flag))]).toEqual([false, []]);
  });

  it('names no verb that there is not', () => {
    const named = [...page.matchAll(/^\| `incident ([a-z-]+)/gm)].map(([, verb]) => verb);
    expect(named.sort()).toEqual(incident.commands.map((verb) => verb.name()).sort());
  });

  it('has every exit code, and no other', () => {
    expect(rows(page, /^\d+$/).map(([code]) => Number(code))).toEqual(Object.values(EXIT));
  });

  it('has the steps in their order', () => {
    const [, sentence = ''] = /The steps are ([^.]*)\./.exec(page) ?? [];
    expect(quoted(sentence.replaceAll('\n', ' '))).toEqual(STEPS);
  });
});

describe('docs/configuration.md and docs/operations.md', () => {
  const environment = [read('docs/configuration.md'), read('docs/operations.md')].join('\n');

  it('name every variable of .env.example', () => {
    const names = [...read('.env.example').matchAll(/^# ([A-Z][A-Z0-9_]+)=/gm)].map(([, name = '']) => name);
    const isNamed = (name: string): boolean => environment.includes(`\`${name.replace(/^(TEMPORAL_TLS).*/, '$1')}\``);
    expect(names.filter((name) => !isNamed(name.replace(/_FILE$/, '')) && !isNamed(name))).toEqual([]);
  });

  it('have every key of the file, and no other', () => {
    const named = rows(read('docs/configuration.md'), /^`[a-z]/).flatMap(([first = '']) => quoted(first));
    expect([...named].sort()).toEqual(Object.keys(fileSchema.shape).sort());
  });

  it('have every search attribute with its type, and no other', () => {
    const table = rows(read('docs/operations.md'), /^`Incident/).map(([name = '', type]) => [name.replaceAll('`', ''), type]);
    expect(Object.fromEntries(table)).toEqual(NEEDED_SEARCH_ATTRIBUTES);
  });

  it('have every queue, and no other', () => {
    const named = rows(read('docs/operations.md'), /^`incident-/).map(([name = '']) => name.replaceAll('`', ''));
    expect(named.sort()).toEqual([...QUEUES].sort());
  });
});

describe('docs/slack.md', () => {
  it('gives a reason for every scope that the adapter needs, and for no other', () => {
    const named = rows(read('docs/slack.md'), /^`([a-z]+:|commands`)/).flatMap(([first = '']) => quoted(first));
    expect([...named].sort()).toEqual([...MANIFEST_SCOPES].sort());
  });
});

describe('docs/results.md', () => {
  it('explains every status of a finding', () => {
    expect(rows(read('docs/results.md'), /^`[^a-z]`$/).map(([, status]) => status)).toEqual([...FINDING_STATUSES]);
  });
});

describe('docs/actions.md', () => {
  const page = read('docs/actions.md');

  it('names every key of an action, and no other', () => {
    const keys = Object.values(actionForms).flatMap((form) => Object.keys(form.in.shape));
    const [, section = ''] = page.split('## Write an action');
    const named = rows(section, /^`[a-z]+/i).flatMap(([first = '']) => quoted(first));
    expect([...named].sort()).toEqual([...new Set(keys)].sort());
  });

  it('names every built-in action, and no other', async () => {
    const names = (await loadRunbooks([join(ROOT, 'runbooks')])).flatMap(({ actions = [] }) => actions.map(({ name }) => name));
    const [, section = ''] = page.split('## The built-in actions');
    const named = rows(section.split('## ')[0] ?? '', /^`[a-z]+-/).flatMap(([first = '']) => quoted(first));
    expect([...named].sort()).toEqual([...names].sort());
    expect(names).toHaveLength(3);
  });
});

describe('docs/runbooks.md', () => {
  const page = read('docs/runbooks.md');

  it('names every key of a probe, and no other', () => {
    const keys = Object.values(probeForms('')).flatMap((form) => Object.keys(form.in.shape));
    const named = rows(page, /^`[a-z]+/i).flatMap(([first = '']) => quoted(first));
    expect([...named].sort()).toEqual([...new Set(keys)].sort());
  });

  it('names every template', () => {
    expect(TEMPLATE_NAMES.filter((name) => !page.includes(`\`{{${name}}}\``))).toEqual([]);
  });

  it('holds a runbook that loads beside the project’s own, and is chosen for the incident it speaks of', async () => {
    const [example = ''] = blocks(page, 'yaml');
    const folder = mkdtempSync(join(tmpdir(), 'docs-runbook-'));
    try {
      writeFileSync(join(folder, 'queue.yaml'), example);
      const runbooks = await loadRunbooks([join(ROOT, 'runbooks'), folder]);
      const incidentOfShop = sampleIncident({ labels: { service: 'shop' }, targets: ['https://shop.example.com'] });
      const { probes } = selectProbes(incidentOfShop, { runbooks, problem: null }, REACH_ALL);
      expect(probes).toContainEqual(expect.objectContaining({ runbook: 'shop-queue', probe: 'queue-depth' }));
      expect(selectProbes(sampleIncident(), { runbooks, problem: null }, REACH_ALL).runbooks).not.toContain('shop-queue');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
