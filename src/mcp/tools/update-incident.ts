import * as z from 'zod';
import { readUsers } from '../../incident/declaration/read-users';
import { withTeams } from '../../incident/declaration/teams';
import { ROLES } from '../../incident/model/responders';
import { SEVERITIES } from '../../incident/model/severity';
import { assertNever } from '../../incident/text/assert-never';
import { act, type Deed } from '../act';
import { type Answer, refused } from '../answer';
import type { Call } from '../call';
import { dryRunField, ENDS, idOf, incidentField, noSuchIncident, requestIdField, tool } from './tool';

const ACTIONS = [
  'acknowledge',
  'decline',
  'note',
  'severity',
  'assign',
  'add_people',
  'title',
  'escalate',
  'resolve',
  'reopen',
  'cancel',
  'withdraw',
] as const;

const INPUT = z.strictObject({
  incident: incidentField,
  action: z.enum(ACTIONS),
  text: z.string().max(3_000).optional().describe('Note, title or reason'),
  severity: z.enum(SEVERITIES).optional(),
  user: z.string().max(200).optional().describe('Email, name, Slack id, @group'),
  role: z.enum(ROLES).optional(),
  users: z.array(z.string().max(200)).max(50).optional(),
  proposal: z.string().max(12).optional(),
  dryRun: dryRunField,
  requestId: requestIdField,
});
type Input = z.output<typeof INPUT>;

export const updateIncident = tool({
  name: 'update_incident',
  description:
    'Changes an incident. Needs: note, title, reopen, cancel: text; severity: severity; assign: user (role); add_people: users; withdraw (a proposal): proposal, text. decline, resolve: text if any. add_people, escalate, resolve and cancel need a confirmation in the room unless allowed beforehand.',
  hints: ENDS,
  input: INPUT,
  async run(call, input) {
    const { incident, dryRun = false, requestId, ...rest } = input;
    const id = idOf(incident);
    if (id === null) return noSuchIncident();
    const meant = deedOf(call, input);
    if (typeof meant === 'string') return missing(input.action, meant);
    const deed = { tool: 'update_incident', input: { incident: id, ...rest }, requestId, incidentId: id, isDryRun: dryRun, ...meant };
    return (await act(call, deed)) ?? noSuchIncident();
  },
});

function missing(action: string, field: string): Answer {
  return refused(`Refused: action "${action}" needs ${field}. Nothing was changed. Call again with it.`);
}

/** The command that is meant, or the argument that is missing. */
function deedOf(
  { desk, principal }: Call,
  { action, text, severity, user, role, users = [], proposal }: Input,
): Pick<Deed, 'command' | 'done'> | string {
  const given = text?.trim() ? text : undefined;
  switch (action) {
    case 'acknowledge':
      // Of a typed name it is not known whether there is such a person; the operating system's users are taken as they are.
      return {
        command: { name: 'acknowledge', payload: principal.person.includes('@') ? { checkActor: true } : {} },
        done: 'is acknowledged',
      };
    case 'decline':
      return { command: { name: 'decline', payload: given === undefined ? {} : { reason: given } }, done: 'is declined' };
    case 'note':
      return given === undefined ? 'text' : { command: { name: 'addNote', payload: { text: given } }, done: 'has a new note' };
    case 'severity':
      return severity === undefined
        ? 'severity'
        : { command: { name: 'changeSeverity', payload: { severity } }, done: `has severity ${severity}` };
    case 'assign':
      if (user === undefined) return 'user';
      return {
        command: { name: 'assign', payload: role === undefined ? { user } : { user, role } },
        done: `is assigned${role === undefined ? '' : ` (${role})`}`,
      };
    case 'add_people': {
      const people = withTeams(readUsers(users), desk.rules.teams);
      return people.length === 0 ? 'users' : { command: { name: 'addResponders', payload: { users: people } }, done: 'pages these people' };
    }
    case 'title':
      return given === undefined ? 'text' : { command: { name: 'changeTitle', payload: { title: given } }, done: 'has the new title' };
    case 'escalate':
      return { command: { name: 'escalate', payload: {} }, done: 'is escalated' };
    case 'resolve':
      return { command: { name: 'resolve', payload: given === undefined ? {} : { note: given } }, done: 'is resolved' };
    case 'reopen':
      return given === undefined ? 'text' : { command: { name: 'reopen', payload: { reason: given } }, done: 'is open again' };
    case 'cancel':
      return given === undefined ? 'text' : { command: { name: 'cancel', payload: { reason: given } }, done: 'is cancelled' };
    case 'withdraw':
      if (proposal === undefined) return 'proposal';
      return given === undefined
        ? 'text'
        : {
            command: { name: 'rejectAction', payload: { proposalId: proposal, reason: given } },
            done: 'has no such proposal open any more',
          };
    default:
      return assertNever(action);
  }
}
