import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { StartRequest } from '../../client/temporal/incident-start';
import type { IdHint } from '../../incident/alert-groups/incident-door';
import { createIncident } from '../../incident/declaration/create-incident';
import { readUsers } from '../../incident/declaration/read-users';
import { withTeams } from '../../incident/declaration/teams';
import { type Incident, isOfPublic } from '../../incident/model/incident';
import { incidentIdPrefixOf, placeholderIncidentId } from '../../incident/model/incident-id';
import { SEVERITIES } from '../../incident/model/severity';
import { actorOf, askConfirmation, askedAnswer } from '../act';
import { type Answer, asked, refused, said } from '../answer';
import { type Call, mayDo } from '../call';
import { REPEAT_WINDOW_MS, type RequestIds, requestIdsOf } from '../request-id';
import { fenced, present } from '../text/fence';
import { idWord } from '../text/own-words';
import { ADDS, dryRunField, namesUnknown, requestIdField, tool, unknownRunbook } from './tool';

const INPUT = z.strictObject({
  title: z.string().max(300).optional(),
  severity: z.enum(SEVERITIES).optional(),
  description: z.string().max(5_000).optional(),
  event: z.record(z.string(), z.unknown()).optional().describe('Raw alert, any vendor'),
  users: z.array(z.string().max(200)).max(50).optional().describe('Whom to page: emails, names, @groups'),
  labels: z.record(z.string(), z.string()).optional(),
  targets: z.array(z.string().max(500)).max(50).optional().describe('URLs and HOST:PORT to probe'),
  runbooks: z.array(z.string().max(100)).max(20).optional(),
  dryRun: dryRunField,
  requestId: requestIdField,
});
type Input = z.output<typeof INPUT>;

export const declareIncident = tool({
  name: 'declare_incident',
  description:
    'Declares an incident from a title or an event: opens a war room, calls people, investigates. Unless allowed beforehand, users other than your person are paged only after a confirmation in the room. Without users, the configured people are called.',
  hints: ADDS,
  input: INPUT,
  async run(call, input) {
    const { dryRun = false, requestId, ...given } = input;
    if (given.title === undefined && given.event === undefined) return refused('Refused: title or event is needed. Nothing was declared.');
    const { desk, principal } = call;
    const ids = requestIdsOf(principal, { tool: 'declare_incident', input: given, requestId }, desk.now());
    const wanted = withTeams(readUsers(given.users ?? []), desk.rules.teams);
    const others = wanted.filter((user) => !principal.identities.includes(user.toLowerCase()) && user !== principal.person);
    const waits = others.length > 0 && !mayDo(call, 'declare');
    if (await namesUnknown(call, given.runbooks)) return unknownRunbook('declared');
    // People who are only called later may be why it is private.
    const { privacy } = draftOf(call, requestOf(call, given, wanted));
    const asPrivate = privacy === 'private' ? ({ channelPrivacy: 'private' } as const) : {};
    const request = { ...requestOf(call, given, waits ? [principal.person] : wanted), ...asPrivate };
    const draft = draftOf(call, request);
    if (dryRun) return dryRunAnswer(draft, waits ? others : []);
    const before = await earlier(call, ids);
    if (before === null && others.length > 0) {
      if (call.bump === 'unasked')
        return asked(`Declare an incident and page ${others.length} ${others.length === 1 ? 'person or group' : 'people or groups'}?`);
      if (call.bump === 'declined') return refused('Not done: the person at the client said no. Nothing was declared.');
    }
    const limited = before === null ? await desk.limits.take(principal, null) : null;
    if (limited !== null) return limited;
    const incidentId = before ?? (await start(call, request, ids.id));
    const lines = [
      `${before === null ? 'Declared' : 'Declared by the same call shortly before'}: incident ${idWord(incidentId)}, severity ${draft.severity}.`,
      NEXT[await readBy(call, incidentId)],
    ];
    if (!waits) return said(...lines);
    const command = { name: 'addResponders', payload: { users: others } } as const;
    const confirmation = askedAnswer(incidentId, command.name, await askConfirmation(call, incidentId, `${ids.id}-people`, command));
    return said(...lines, 'Only your person is called so far.', confirmation.text);
  },
});

function requestOf(
  call: Call,
  { title, severity, description, event, labels, targets, runbooks }: Input,
  users: readonly string[],
): StartRequest {
  const fields = { title, severity, description, event, labels, targets, runbooks };
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return { ...given, ...actorOf(call), ...(users.length === 0 ? {} : { users }) };
}

/** The incident as it would be made here; the worker decides by its own configuration. @throws InvalidInputError */
function draftOf({ desk }: Call, request: StartRequest): Incident {
  const incidentId = placeholderIncidentId(desk.rules.idPrefix);
  return createIncident({ request: { ...request, incidentId }, rules: desk.rules, receivedAt: new Date(desk.now()).toISOString() });
}

function dryRunAnswer(draft: Incident, waiting: readonly string[]): Answer {
  const { title, severity, users, targets, labels, privacy } = draft;
  const about = present({ title, severity, called: users, afterConfirmation: waiting, targets, labels });
  return said(
    `Dry run: nothing was declared. This would be, with a ${privacy} room:`,
    fenced([about]),
    ...(privacy === 'private' ? [INVISIBLE] : []),
  );
}

const INVISIBLE = 'Its event makes it private, so it does not exist here from now on: people lead it in its room.';
const NEXT = {
  public: 'Its first findings come within a minute: get_incident with sinceRevision 0 and waitSeconds 25.',
  private: INVISIBLE,
  unread: 'No worker has read it yet. Until one has, it does not exist for get_incident; if it turns out to be private, it never will.',
} as const;

/** A worker that runs needs less than a second. */
const READ_LIMIT_MS = 4_000;
const LOOK_EVERY_MS = 150;

/** Whether a worker has read it, and what it found: until then, an agent cannot see it. */
async function readBy({ incidents, signal }: Call, incidentId: string): Promise<keyof typeof NEXT> {
  const giveUpAt = performance.now() + READ_LIMIT_MS;
  for (;;) {
    const { known } = await incidents.look(incidentId);
    if (known.title !== null) return isOfPublic(known.title) ? 'public' : 'private';
    if (signal.aborted || performance.now() >= giveUpAt) return 'unread';
    await pause(LOOK_EVERY_MS);
  }
}

/** The incident that the same call has declared within the window; null if it has not. */
async function earlier({ desk, incidents }: Call, ids: RequestIds): Promise<string | null> {
  const known = desk.declared.find(ids)?.value.incidentId;
  return known ?? incidents.findStarted([ids.id, ...ids.earlier], new Date(desk.now() - REPEAT_WINDOW_MS));
}

/** A repeat begins its search for a free number where the first attempt did, so it finds what that may have started. */
async function start({ desk, incidents }: Call, request: StartRequest, token: string): Promise<string> {
  const from = desk.declared.find({ id: token, earlier: [] })?.value.from ?? (await hint(incidents, desk));
  desk.declared.add(token, { from, incidentId: null });
  const { incidentId } = await incidents.start(request, token, from);
  desk.declared.add(token, { from, incidentId });
  return incidentId;
}

async function hint(incidents: Call['incidents'], { rules, now }: Call['desk']): Promise<IdHint> {
  const at = new Date(now());
  const prefix = incidentIdPrefixOf(rules.idPrefix, at);
  return { at: at.toISOString(), number: (await incidents.countOf(prefix)) + 1 };
}
