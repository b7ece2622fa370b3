import { type CallToolResult, type Tool as ListedTool, Server, type ServerContext } from '@modelcontextprotocol/server';
import type { Logger } from 'pino';
import * as z from 'zod';
import type { Principal } from '../incident/model/actions/principal';
import { agentName } from './agent-name';
import { type Answer, refused } from './answer';
import type { Call, Desk } from './call';
import { INSTRUCTIONS } from './instructions';
import { bumpOf, questionOf } from './speed-bump';
import { tellError } from './tell-error';
import { TOOLS } from './tools';
import type { Tool } from './tools/tool';

const CLIENT_INFO = 'io.modelcontextprotocol/clientInfo';

export interface ServerParts {
  readonly desk: Desk;
  readonly principal: Principal;
  /** What the client is called if it does not say. */
  readonly agent?: string | undefined;
  readonly version: string;
  readonly log: Pick<Logger, 'error'>;
}

/** A server for one connection or one request. */
export function createMcpServer(parts: ServerParts): Server {
  const server = new Server(
    { name: 'incident-response', version: parts.version },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  server.setRequestHandler('tools/list', () => ({ tools: listedTools(parts.principal) }));
  server.setRequestHandler('tools/call', async ({ params }, context) => {
    const agent = agentName(parts.principal.agent, clientOf(server, context), parts.agent);
    const answer = await callTool(parts, params, {
      principal: { ...parts.principal, agent },
      bump: bumpOf(server, context),
      gone: context.mcpReq.signal,
    });
    return answer.isQuestion ? questionOf(answer) : resultOf(answer);
  });
  return server;
}

/** The tools as a client sees them. */
export function listedTools({ mode }: Pick<Principal, 'mode'>): ListedTool[] {
  return TOOLS.map(({ name, description, input, hints }) => ({
    name,
    description: mode === 'read' && !hints.readOnlyHint ? `Refused in read mode. ${description}` : description,
    inputSchema: inputSchemaOf(input),
    annotations: { ...hints, openWorldHint: false },
  }));
}

function inputSchemaOf(input: z.ZodObject): ListedTool['inputSchema'] {
  const { $schema: _, ...schema } = z.toJSONSchema(input, { io: 'input' });
  return schema as ListedTool['inputSchema'];
}

async function callTool(
  { desk, log }: ServerParts,
  { name, arguments: given = {} }: { readonly name: string; readonly arguments?: Record<string, unknown> | undefined },
  { principal, bump, gone }: Pick<Call, 'principal' | 'bump'> & { readonly gone: AbortSignal },
): Promise<Answer> {
  const tool = TOOLS.find((one) => one.name === name);
  if (tool === undefined) return refused(`There is no such tool. There are: ${TOOLS.map((one) => one.name).join(', ')}.`);
  const read = tool.input.safeParse(given);
  if (!read.success) return refused(...invalidLines(tool, read.error));
  if (principal.mode === 'read' && !tool.hints.readOnlyHint) return refused(...READ_MODE);
  try {
    const incidents = await desk.incidents();
    return await tool.run({ desk, incidents, principal, bump, signal: AbortSignal.any([gone, desk.stopping]) }, read.data);
  } catch (error) {
    const told = tellError(error);
    if (told !== null) return told;
    log.error(
      { tool: name, problem: (error as Error | null)?.name ?? typeof error, at: framesOf(error) },
      'a call of a tool failed unexpectedly',
    );
    return refused(
      'It failed unexpectedly; whether anything was changed is not known. get_incident shows it. The log of this server says where it failed.',
    );
  }
}

const READ_MODE = [
  'Refused: this principal may only read, so nothing was changed. The reading tools work: list_incidents, get_incident, list_alerts, explain_plan, get_report.',
  'To let it act, a person sets INCIDENT_MCP_MODE=respond, or gives it a token of mode respond.',
];

/** Which arguments are wrong, by name alone: what was sent is not repeated. */
function invalidLines({ name, input }: Tool, { issues }: z.ZodError): string[] {
  const known = Object.keys(input.shape);
  const lines = issues.slice(0, 5).map((issue) => {
    const [field] = issue.path;
    if (issue.code === 'unrecognized_keys') return 'an argument that it does not have';
    return typeof field === 'string' && known.includes(field) ? `${field}: ${problemOf(issue)}` : 'the arguments are not an object';
  });
  return [`Refused: ${name} was called with ${lines.join('; ')}. Nothing was done.`, `Its arguments: ${known.join(', ')}.`];
}

function problemOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_big':
      return `at most ${String(issue.maximum)}${issue.origin === 'string' ? ' characters' : ''}`;
    case 'too_small':
      return `at least ${String(issue.minimum)}${issue.origin === 'string' ? ' characters' : ''}`;
    case 'invalid_type':
      return `must be ${issue.expected === 'record' ? 'an object' : issue.expected}`;
    default:
      return 'is not valid';
  }
}

function clientOf(server: Server, { mcpReq }: ServerContext): string | undefined {
  const told = mcpReq.envelope as Readonly<Record<string, { name?: unknown } | undefined>> | undefined;
  const name = told?.[CLIENT_INFO]?.name ?? server.getClientVersion()?.name;
  return typeof name === 'string' ? name : undefined;
}

function resultOf({ text, isError }: Answer): CallToolResult {
  return { content: [{ type: 'text', text }], ...(isError === undefined ? {} : { isError }) };
}

/** Where it happened, without the message, which may quote what came from outside. */
function framesOf(error: unknown): readonly string[] {
  return String((error as Error | null)?.stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, 8);
}
