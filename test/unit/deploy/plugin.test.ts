import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { TOOLS } from '../../../src/mcp/tools';
import { loadRunbooks } from '../../../src/runbooks/load-runbooks';
import { blocks, quoted, ROOT, read } from './markdown';

const json = (path: string) => JSON.parse(read(path));
const plugin = json('plugin/.claude-plugin/plugin.json');
const [server = ''] = Object.keys(json('plugin/.mcp.json').mcpServers);
const toolNames = TOOLS.map(({ name }) => name);

interface Skill {
  readonly name: string;
  readonly description: string;
  readonly 'allowed-tools'?: string;
}
const SKILLS = readdirSync(join(ROOT, 'plugin', 'skills'));
const frontmatter = (skill: string): Skill => parse(/^---\n([\s\S]*?)\n---\n/.exec(read(`plugin/skills/${skill}/SKILL.md`))?.[1] ?? '');

describe('the plugin for Claude Code', () => {
  it('is offered by the marketplace, in the version of the project', () => {
    const [offered, ...others] = json('.claude-plugin/marketplace.json').plugins;
    expect(others).toEqual([]);
    expect(offered).toMatchObject({ name: plugin.name, source: './plugin', description: plugin.description });
    expect(plugin.version).toBe(json('package.json').version);
  });

  it('has the four skills', () => {
    expect(SKILLS.sort()).toEqual(['respond', 'review', 'setup', 'write-runbook']);
  });

  it.each(SKILLS)('%s is short, is named as its folder, and says when to use it', (skill) => {
    const { name, description } = frontmatter(skill);
    expect(name).toBe(skill);
    expect(description).toMatch(/\. Use (when|after) /);
    expect(description.length).toBeLessThanOrEqual(1_024);
    expect(read(`plugin/skills/${skill}/SKILL.md`).split('\n').length).toBeLessThanOrEqual(121);
  });

  it.each(SKILLS)('%s may use without asking only tools of this server that change nothing for people', (skill) => {
    const prefix = `mcp__plugin_${plugin.name}_${server}__`;
    const allowed = (frontmatter(skill)['allowed-tools'] ?? '').split(' ').filter((tool) => tool !== '');
    const harmless = TOOLS.filter(({ name, hints }) => hints.readOnlyHint || name === 'investigate').map(({ name }) => prefix + name);
    expect(allowed.filter((tool) => !harmless.includes(tool))).toEqual([]);
  });

  it.each(SKILLS)('%s names no tool that there is not', (skill) => {
    const named = quoted(read(`plugin/skills/${skill}/SKILL.md`)).filter((text) => /^[a-z]+_[a-z_]+$/.test(text));
    const known = [...toolNames, 'add_people', 'left_out', 'look_twice', 'http_get'];
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('respond teaches every tool', () => {
    const said = read('plugin/skills/respond/SKILL.md') + read('plugin/skills/review/SKILL.md');
    expect(toolNames.filter((name) => !said.includes(`\`${name}\``))).toEqual([]);
  });

  it('write-runbook shows a runbook that loads', async () => {
    const [example = ''] = blocks(read('plugin/skills/write-runbook/SKILL.md'), 'yaml');
    const folder = mkdtempSync(join(tmpdir(), 'skill-runbook-'));
    try {
      writeFileSync(join(folder, 'queue.yaml'), example);
      expect((await loadRunbooks([folder])).map(({ id }) => id)).toEqual(['shop-queue']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('AGENTS.md is short, and CLAUDE.md is only what refers to it', () => {
    expect(read('AGENTS.md').split('\n').length).toBeLessThanOrEqual(81);
    expect(read('CLAUDE.md')).toBe('@AGENTS.md\n');
  });
});
