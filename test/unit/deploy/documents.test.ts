import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { startProgram } from '../../../src/client/cli/start/start-options';
import { addChangingVerbs, addReadingVerbs } from '../../../src/client/cli/verbs';
import { addSetupVerbs } from '../../../src/client/cli/verbs/doctor';
import { REACH_ALL } from '../../../src/incident/investigation/probe-reach';
import { selectProbes } from '../../../src/incident/investigation/select-probes';
import { renderMermaid } from '../../../src/incident/report/mermaid';
import { loadRunbooks } from '../../../src/runbooks/load-runbooks';
import { RESPONSE_PLAN } from '../../../src/workflows/response/plan';
import { sampleIncident } from '../../support/sample-incident';

const ROOT = join(__dirname, '..', '..', '..');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const blocks = (text: string, language: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, block = '']) => block);

describe('ARCHITECTURE.md', () => {
  it('shows the diagram that `incident plan --format mermaid` prints', () => {
    expect(blocks(read('ARCHITECTURE.md'), 'mermaid')).toEqual([renderMermaid(RESPONSE_PLAN)]);
  });
});

describe('README.md', () => {
  const readme = read('README.md');
  const incident = new Command('incident');
  addReadingVerbs(incident);
  addChangingVerbs(incident, { runbookNames: async () => [] });
  addSetupVerbs(
    incident,
    async () => [],
    async () => ({ added: [], retention: { days: 90, command: null } }),
  );

  it('names every flag of start-incident', () => {
    const flags = startProgram().options.map(({ long }) => long ?? '');
    expect(flags.length).toBeGreaterThan(15);
    expect(flags.filter((flag) => !readme.includes(`\`${flag}`))).toEqual([]);
  });

  it.each(incident.commands.map((verb) => [verb.name(), verb] as const))('names `incident %s` and its flags', (name, verb) => {
    const line = readme.split('\n').find((row) => row.startsWith(`| \`incident ${name}`)) ?? '';
    const shared = new Set(['--json', ...(/`--as/.test(readme) ? ['--as', '--request-id'] : [])]);
    const flags = verb.options.map(({ long }) => long ?? '').filter((flag) => !shared.has(flag));
    expect([line === '', flags.filter((flag) => !line.includes(flag))]).toEqual([false, []]);
  });

  it('names no verb that there is not', () => {
    const named = [...readme.matchAll(/^\| `incident ([a-z-]+)/gm)].map(([, verb]) => verb);
    expect(named.sort()).toEqual(incident.commands.map((verb) => verb.name()).sort());
  });

  it('holds a runbook that loads beside the project’s own, and is chosen for the incident it speaks of', async () => {
    const [example = ''] = blocks(readme, 'yaml');
    const folder = mkdtempSync(join(tmpdir(), 'readme-runbook-'));
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
