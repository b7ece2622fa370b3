import type { AlertGroupState } from '../../../src/incident/alert-groups/group-state';
import { emptyGroup } from '../../../src/incident/alert-groups/group-state';
import { InvalidInputError } from '../../../src/incident/text/errors';
import { tellError, tellRefusal } from '../../../src/mcp/tell-error';
import { fenced } from '../../../src/mcp/text/fence';
import { MAX_ANSWER_TOKENS } from '../../../src/mcp/text/pages';
import { maxTokens } from '../../../src/mcp/text/token-estimate';
import { type Agent, agentStage, RULES } from '../../support/agent-stage';
import { HOSTILE } from '../../support/hostile-texts';
import { sampleEvent, sampleFinding, sampleIncident, sampleProbe } from '../../support/sample-incident';
import { after, completeState } from '../../support/sample-state';

const ID = 'PROD-20260101-001';
const FENCE = /^<incident-data>$[\s\S]*?^<\/incident-data>$/gm;

/** A line break is ours; nothing else that cannot be seen may be there. */
const UNSEEN = /(?!\n)[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** What stands outside the fences, and the values within them. */
function taken(text: string): { outside: string; values: unknown[] } {
  const values = [...text.matchAll(FENCE)].flatMap(([fence]) =>
    fence
      .split('\n')
      .slice(1, -1)
      .map((line) => JSON.parse(line) as unknown),
  );
  return { outside: text.replaceAll(FENCE, ''), values };
}

/** All pages of an answer. */
async function read(agent: Agent, tool: string, input: Record<string, unknown>): Promise<string[]> {
  const pages: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const { text } = await agent.call(tool, { ...input, ...(cursor === undefined ? {} : { cursor }) });
    pages.push(text);
    cursor = /with cursor (\d+-\d+)\.$/.exec(text)?.[1];
    if (cursor === undefined || pages.length > 400) return pages;
  }
}

/** Each hostile text is somewhere, if `marks` are given, and only within fences that end where we ended them. */
function expectFenced(pages: readonly string[], marks: readonly string[]): void {
  const told = pages.map(taken);
  for (const [at, { outside }] of told.entries()) {
    expect(pages[at]?.match(/<\/?incident-data>/g)?.length ?? 0).toBeLessThanOrEqual(2);
    expect(outside.match(/m\d+q/g)).toBeNull();
    expect(pages[at]).not.toMatch(UNSEEN);
  }
  for (const page of pages) expect(maxTokens(page)).toBeLessThanOrEqual(MAX_ANSWER_TOKENS);
  const within = JSON.stringify(told.flatMap(({ values }) => values));
  expect(marks.filter((mark) => !within.includes(mark))).toEqual([]);
}

it('there are 300 hostile texts', () => expect(HOSTILE.length).toBeGreaterThanOrEqual(300));

it('a value cannot close its fence, whatever it is', () => {
  for (const { text } of HOSTILE) {
    const lines = fenced([text, { [text]: text }]).split('\n');
    expect([lines.length, lines[1], lines.at(-1)]).toEqual([5, '<incident-data>', '</incident-data>']);
    expect(lines.slice(2, -1).join('')).not.toMatch(/[<>&]/);
  }
});

describe('hostile texts stand only within fences', () => {
  const marks = HOSTILE.map(({ mark }) => mark);
  const some = (from: number, count: number) => HOSTILE.slice(from, from + count);
  const [first, second, third] = HOSTILE.slice(-3) as [(typeof HOSTILE)[0], (typeof HOSTILE)[0], (typeof HOSTILE)[0]];

  it.each(Array.from({ length: Math.ceil(HOSTILE.length / 50) }, (_, at) => [at * 50]))(
    'as notes, findings, names, labels and titles of an incident, from %d on',
    async (from) => {
      const texts = some(from, 50);
      const [title, description, actor, owner] = texts.map(({ text }) => text);
      const probes = texts.slice(0, 20).map(({ text, mark }) => sampleProbe({ key: mark, title: text, target: text }));
      const findings = probes.map((probe, at) =>
        sampleFinding(probe, { status: 'fail', summary: texts[at]?.text ?? '', evidence: texts.slice(at, at + 5).map(({ text }) => text) }),
      );
      const notes = texts.map(({ text }, at) => ({
        at: after(at),
        recordedAt: after(at),
        actor: text,
        requestId: null,
        kind: 'addNote' as const,
        note: text,
      }));
      const state = completeState(
        {
          probes,
          findings,
          timeline: notes,
          acknowledgedBy: actor ?? null,
          roles: { commander: { reference: '', name: owner ?? '', userId: null }, communications: null, scribe: null },
        },
        sampleIncident({ title, description, labels: Object.fromEntries(texts.slice(0, 20).map(({ text, mark }) => [mark, text])) }),
      );
      const investigation =
        state.investigation === null
          ? null
          : { ...state.investigation, findings, recommendations: texts.map(({ text, mark }) => ({ text, finding: mark })) };
      const stage = agentStage([{ ...state, investigation }]);
      const agent = await stage.connect();
      const chosen = texts.map(({ mark }) => mark);
      expectFenced(await read(agent, 'get_incident', { incident: ID }), chosen);
      expectFenced(await read(agent, 'list_incidents', {}), []);
      expectFenced(await read(agent, 'get_report', { incident: ID }), []);
    },
    60_000,
  );

  it('in alerts, their deliveries and their labels', async () => {
    const stage = agentStage([completeState()]);
    const rows = HOSTILE.map(({ text, mark }) => ({
      key: `alert-${mark}`,
      source: text,
      status: text,
      severity: text,
      title: text,
      incident: null,
      rule: text,
      deliveries: 1,
      last_seen: after(0),
    }));
    stage.incidents.rows = rows.slice(0, 50);
    const delivery = { at: after(0), status: 'firing', severity: 'high', rule: null, news: {}, again: 0, effect: 'opened' };
    const group = {
      ...emptyGroup({ key: 'alert-x', instance: 'x', fingerprint: 'x' }),
      status: 'firing',
      event: sampleEvent({ title: first.text, labels: { [second.mark]: second.text } }),
      deliveries: HOSTILE.slice(0, 200).map(({ text, mark }) => ({ ...delivery, id: mark, title: text })),
    } as unknown as AlertGroupState;
    stage.incidents.groupStates = Object.fromEntries([...rows.map(({ key }) => [key, group]), ['alert-x', group]]);
    const agent = await stage.connect();
    expectFenced(await read(agent, 'list_alerts', {}), marks.slice(0, 50));
    expectFenced(await read(agent, 'list_alerts', { group: 'alert-x' }), marks.slice(0, 200));
  });

  it('in errors and refusals', () => {
    for (const { text, mark } of HOSTILE) {
      const refusal = { code: 'not_possible', message: text, field: text, problem: text, allowed: text } as const;
      const told = [tellRefusal(refusal).text, tellError(new InvalidInputError(text, text, text))?.text ?? ''];
      expectFenced(told, [mark]);
    }
  });

  it('in a plan, a dry run and what an agent itself sends', async () => {
    const stage = agentStage([completeState()], {
      rules: RULES,
      runbooks: {
        names: async () => [],
        select: async () => ({ probes: [], runbooks: [], leftOut: marks.slice(0, 100).map((mark, at) => `${HOSTILE[at]?.text} ${mark}`) }),
        actions: async () => [
          { name: first.text, runbook: second.text, title: third.text, effect: third.text, target: 'none' as const, parameters: [] },
        ],
      },
    });
    const agent = await stage.connect();
    expectFenced(await read(agent, 'explain_plan', { title: first.text, labels: { [second.mark]: second.text } }), marks.slice(0, 100));
    for (const { text } of HOSTILE) {
      const told = await Promise.all([
        agent.call('declare_incident', { title: text.slice(0, 300), labels: { [text]: text }, dryRun: true }),
        agent.call('get_incident', { incident: text.slice(0, 64) }),
        agent.call('update_incident', { incident: ID, action: text, [text]: text }),
        agent.call('update_incident', { incident: ID, action: 'assign', user: text.slice(0, 200), dryRun: true }),
        agent.call(text.slice(0, 60)),
      ]);
      expectFenced(
        told.map((one) => one.text),
        [],
      );
    }
  }, 60_000);

  it('in no instruction, name or description', async () => {
    const stage = agentStage([completeState({}, sampleIncident({ title: first.text }))]);
    const agent = await stage.connect({ person: first.text, allows: [] }, { name: second.text, confirms: true });
    await agent.call('update_incident', { incident: ID, action: 'escalate' });
    const all = JSON.stringify([agent.client.getInstructions(), await agent.client.listTools(), agent.questions]);
    expect(all).not.toMatch(/m\d+q/);
  });
});

it('no secret goes out, wherever it stands', async () => {
  const SECRETS = [
    'xoxb-123456789012-abcdefghij',
    'postgres://admin:hunter22@db-1/x',
    'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
    'AKIAABCDEFGHIJKLMNOP',
    'glpat-abcdefghijklmnopqrst',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc',
  ];
  const text = SECRETS.join(' and ');
  const notes = SECRETS.map((secret, at) => ({
    at: after(at),
    recordedAt: after(at),
    actor: 'ben',
    requestId: null,
    kind: 'addNote' as const,
    note: `${'x'.repeat(at * 40)} ${secret}`,
  }));
  const stage = agentStage([
    completeState({ timeline: notes, acknowledgedBy: text }, sampleIncident({ title: text, description: text, labels: { token: text } })),
  ]);
  const agent = await stage.connect();
  const pages = [
    ...(await read(agent, 'get_incident', { incident: ID })),
    ...(await read(agent, 'get_report', { incident: ID })),
    ...(await read(agent, 'list_incidents', {})),
  ].join('\n');
  for (const secret of ['abcdefghij', 'hunter22', 'ABCDEFGHIJKLMNOP', 'eyJzdWIi']) expect(pages).not.toContain(secret);
});
