import { Client } from '@modelcontextprotocol/client';
import { InMemoryTransport } from '@modelcontextprotocol/server';
import type { Principal } from '../../src/incident/model/actions/principal';
import type { IncidentRules } from '../../src/incident/model/config-types';
import type { IncidentState } from '../../src/incident/model/state';
import type { Desk } from '../../src/mcp/call';
import { createDesk } from '../../src/mcp/desk';
import { createMcpServer } from '../../src/mcp/server';
import { samplePolicy } from './sample-incident';
import { CREATED_AT } from './sample-state';
import { StagedIncidents } from './staged-incidents';

export const RULES: IncidentRules = {
  idPrefix: 'PROD',
  privacy: { default: 'auto', privateLabels: ['security'], privateUsers: ['security'] },
  teams: {},
  defaultTargets: [],
  policy: samplePolicy(),
};

export const ALICE: Principal = {
  person: 'alice@example.com',
  identities: ['alice@example.com'],
  token: 'alice',
  mode: 'respond',
  allows: ['addResponders', 'escalate', 'resolve', 'cancel', 'declare'],
};

export interface Told {
  readonly text: string;
  readonly isError: boolean;
}

export interface AgentStage {
  readonly incidents: StagedIncidents;
  readonly log: object[];
  /** The clock of the server, in milliseconds. */
  clock: number;
  /** Connects another agent, for that person. */
  connect(
    principal?: Partial<Principal>,
    options?: { readonly confirms?: boolean; readonly desk?: Desk; readonly name?: string },
  ): Promise<Agent>;
  newDesk(): Desk;
}
export interface Agent {
  readonly client: Client;
  readonly questions: string[];
  call(name: string, input?: Record<string, unknown>): Promise<Told>;
}

/** A server over incidents in memory, and agents that speak to it by the protocol. */
export function agentStage(states: readonly IncidentState[], parts: Partial<Desk> = {}): AgentStage {
  const stage = { clock: Date.parse(CREATED_AT) + 3_600_000 };
  const now = (): number => stage.clock;
  const incidents = new StagedIncidents(now, ...states);
  const log: object[] = [];
  const newDesk = (): Desk =>
    createDesk({
      incidents: async () => incidents,
      rules: RULES,
      runbooks: {
        names: async () => ['network'],
        select: async () => ({ probes: [], runbooks: [], leftOut: [] }),
        actions: async () => [],
      },
      proposals: null,
      now,
      stopping: new AbortController().signal,
      ...parts,
    });
  const shared = newDesk();
  return Object.assign(stage, {
    incidents,
    log,
    newDesk,
    async connect(
      changes: Partial<Principal> = {},
      { confirms, desk = shared, name = 'claude-code' }: { confirms?: boolean; desk?: Desk; name?: string } = {},
    ) {
      const principal = { ...ALICE, ...changes };
      const server = createMcpServer({ desk, principal, version: '1.0.0', log: { error: (told: object) => log.push(told) } as never });
      const questions: string[] = [];
      const capabilities = confirms === undefined ? {} : { elicitation: { form: {} } };
      const client = new Client({ name, version: '1.0.0' }, { capabilities });
      if (confirms !== undefined)
        client.setRequestHandler('elicitation/create', ({ params }) => {
          questions.push(params.message);
          return confirms ? { action: 'accept', content: { confirm: true } } : { action: 'decline' };
        });
      const [one, other] = InMemoryTransport.createLinkedPair();
      await server.connect(one);
      await client.connect(other as never);
      return {
        client,
        questions,
        async call(tool: string, input: Record<string, unknown> = {}) {
          const { content, isError } = await client.callTool({ name: tool, arguments: input });
          const [first] = content as { text: string }[];
          return { text: first?.text ?? '', isError: isError === true };
        },
      };
    },
  });
}
