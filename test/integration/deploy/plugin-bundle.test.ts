import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { TOOLS } from '../../../src/mcp/tools';
import { describeWith } from '../../support/needs';
import { type Stack, startStack } from '../../support/stack';

const ROOT = join(__dirname, '..', '..', '..');
const PLUGIN = join(ROOT, 'plugin');

const folders: string[] = [];
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plugin-'));
  folders.push(folder);
  return folder;
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function filesIn(folder: string): Readonly<Record<string, string>> {
  const made = ['server', 'runbooks'].flatMap((part) => readdirSync(join(folder, part)).map((file) => join(part, file)));
  return Object.fromEntries(made.sort().map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

it('the plugin holds what the source is now: if not, run npm run bundle:mcp', () => {
  const folder = newFolder();
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'dist', 'build', 'write-mcp-bundle.js'), folder], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  const [made, kept] = [filesIn(folder), filesIn(PLUGIN)];
  expect(Object.keys(made)).toEqual(Object.keys(kept));
  // Not compared by the matcher, which would print megabytes.
  expect(Object.keys(made).filter((file) => made[file] !== kept[file])).toEqual([]);
});

/** The plugin as Claude Code installs it: a copy elsewhere, with nothing beside it. */
async function inCopy<Result>(env: Record<string, string>, work: (client: Client) => Promise<Result>): Promise<Result> {
  const folder = newFolder();
  cpSync(PLUGIN, folder, { recursive: true });
  const { command, args } = JSON.parse(readFileSync(join(folder, '.mcp.json'), 'utf8')).mcpServers.incidents;
  expect(command).toBe('node');
  const filledIn = args.map((arg: string) => arg.replace(/\$\{CLAUDE_PLUGIN_ROOT\}/, folder));
  const transport = new StdioClientTransport({ command: process.execPath, args: ['--', ...filledIn], env, cwd: newFolder() });
  const client = new Client({ name: 'claude-code', version: '1.0.0' });
  await client.connect(transport);
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

const textOf = (answer: unknown): string => (answer as { content: readonly { text: string }[] }).content.map(({ text }) => text).join('\n');

it('lists its tools and answers in a bare copy with an empty environment', () =>
  inCopy({}, async (client) => {
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(TOOLS.map(({ name }) => name));
    expect(client.getServerVersion()?.version).toBe(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version);
    const answer = await client.callTool({ name: 'list_incidents', arguments: {} });
    expect(textOf(answer)).toMatch(/Temporal does not answer|incident/);
  }));

describeWith(['temporal'], 'the plugin with a Temporal', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
    stack.startWorker({ DOCKER_HOST: 'tcp://127.0.0.1:1' });
  });
  afterAll(() => stack.stop());

  it('declares and reads an incident, and knows the runbooks that it brings', () => {
    const { TEMPORAL_ADDRESS = '', TEMPORAL_NAMESPACE = '' } = stack.env;
    return inCopy({ TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, INCIDENT_ACTOR: 'ben@example.com' }, async (client) => {
      const declared = await client.callTool({
        name: 'declare_incident',
        arguments: { title: 'Slow disk', severity: 'low' },
      });
      const [id = ''] = /PROD-\d{8}-001/.exec(textOf(declared)) ?? [];
      const plan = await client.callTool({ name: 'explain_plan', arguments: { title: 'Slow disk', targets: ['db.example.com:5432'] } });
      expect(textOf(plan)).toContain('"runbook":"network"');
      await stack.until(id, ({ warRoom }) => warRoom !== null);
      const read = await client.callTool({ name: 'get_incident', arguments: { incident: id } });
      expect(textOf(read)).toContain(`Incident ${id}: triggered, severity low`);
    });
  });
});
