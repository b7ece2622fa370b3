import * as z from 'zod';
import type { ListedGroup } from '../../client/temporal/read-groups';
import { effectWords } from '../../incident/alert-groups/effect-words';
import type { AlertGroupState } from '../../incident/alert-groups/group-state';
import { decidePrivacy } from '../../incident/declaration/privacy';
import { isOfPublic } from '../../incident/model/incident';
import { type Answer, refused, said } from '../answer';
import type { Call } from '../call';
import { outsideText, present } from '../text/fence';
import { page, readCursor } from '../text/pages';
import { badCursor, cursorField, READS, tool } from './tool';

const MOST = 50;
const HOUR_MS = 3_600_000;
const SOURCE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;
const KEY = /^alert-[\w-]{1,200}$/;

export const listAlerts = tool({
  name: 'list_alerts',
  description: 'Groups of alerts, the last heard of first: key, status, incident, deliveries. With group: what became of each delivery.',
  hints: READS,
  input: z.strictObject({
    group: z.string().max(220).optional().describe('Key of a group'),
    source: z.string().max(63).optional(),
    sinceHours: z.number().min(0.1).max(8_760).optional(),
    cursor: cursorField,
  }),
  async run(call, { group, source, sinceHours, cursor }) {
    const place = cursor === undefined ? { revision: 0, from: 0 } : readCursor(cursor);
    if (place === null) return badCursor();
    if (source !== undefined && !SOURCE.test(source)) return refused('source is not the name of a source: letters, digits, - and _.');
    if (group !== undefined) return showGroup(call, group, place);
    const since = sinceHours === undefined ? undefined : new Date(call.desk.now() - sinceHours * HOUR_MS);
    const listed = await call.incidents.groups({ source, since, limit: MOST });
    const shown = await Promise.all(listed.map((row) => mayShow(call, row)));
    const rows = listed.filter((_, at) => shown[at] === true);
    if (rows.length === 0) return said('No group of alerts matches.');
    return said(
      page(
        [`${rows.length} ${rows.length === 1 ? 'group' : 'groups'} of alerts, the last heard of first.`],
        rows.map((row) => present({ ...row })),
        place,
      ),
    );
  },
});

/** A group whose incident is private, or would be, does not exist here. */
async function mayShow(call: Call, { key, incident, title }: ListedGroup): Promise<boolean> {
  if (incident !== null) return isSeen(call, incident);
  if (title === null) return true;
  const state = await call.incidents.group(key);
  return state !== null && isOpenToAll(call, state);
}

function isOpenToAll({ desk: { rules } }: Call, { event, users = [] }: AlertGroupState): boolean {
  const severity = event?.severity ?? 'medium';
  const called = users.length > 0 ? users : rules.policy.bySeverity[severity].responders;
  return decidePrivacy({ requested: undefined, labels: event?.labels ?? {}, users: called, rules: rules.privacy }).privacy === 'public';
}

async function isSeen({ incidents }: Call, incidentId: string): Promise<boolean> {
  try {
    return isOfPublic((await incidents.look(incidentId)).known.title);
  } catch (error) {
    if ((error as { code?: string }).code === 'no_such_incident') return false;
    throw error;
  }
}

const NO_SUCH_GROUP = 'There is no group of alerts with this key. list_alerts without group shows their keys.';

async function showGroup(call: Call, key: string, place: { revision: number; from: number }): Promise<Answer> {
  if (!KEY.test(key)) return refused(NO_SUCH_GROUP);
  const state = await call.incidents.group(key).catch((error: { code?: string }) => {
    if (error.code === 'no_such_group') return undefined;
    throw error;
  });
  if (state === undefined) return refused(NO_SUCH_GROUP);
  if (state === null) return refused('No worker answers, so nothing is known of any group. Try again once one runs.');
  if (!isOpenToAll(call, state) || (state.incident !== null && !(await isSeen(call, state.incident.id)))) return refused(NO_SUCH_GROUP);
  const { event, counts, incident, decision, trouble, deliveries } = state;
  const about = present({
    title: event?.title,
    severity: event?.severity,
    labels: event?.labels,
    incident: incident?.id,
    rule: decision?.rule,
    does: decision?.do,
    trouble,
  });
  const records = [...deliveries].reverse().map((record) =>
    present({
      at: record.at,
      status: record.status,
      severity: record.severity,
      did: effectWords(record),
      rule: record.rule,
      title: outsideText(record.title, 300),
    }),
  );
  return said(page([`This group is ${state.status}; ${counts.deliveries} deliveries. The newest come first.`], [about, ...records], place));
}
