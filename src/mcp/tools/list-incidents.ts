import * as z from 'zod';
import { isOfPublic } from '../../incident/model/incident';
import { SEVERITIES } from '../../incident/model/severity';
import { INCIDENT_STATUSES } from '../../incident/model/state';
import { said } from '../answer';
import { present } from '../text/fence';
import { page, readCursor } from '../text/pages';
import { badCursor, cursorField, READS, tool } from './tool';

const MOST = 200;
const DAY_MS = 86_400_000;

export const listIncidents = tool({
  name: 'list_incidents',
  description: 'Lists incidents, newest first: id, status, severity, title, owner. Private ones are never shown.',
  hints: READS,
  input: z.strictObject({
    state: z
      .enum(['open', 'all', ...INCIDENT_STATUSES])
      .optional()
      .describe('Default open'),
    severity: z.enum(SEVERITIES).optional(),
    sinceDays: z.number().min(0.01).max(365).optional(),
    cursor: cursorField,
  }),
  async run({ incidents, desk }, { state = 'open', severity, sinceDays, cursor }) {
    const place = cursor === undefined ? { revision: 0, from: 0 } : readCursor(cursor);
    if (place === null) return badCursor();
    const listed = await incidents.list({
      all: state === 'all',
      ...(state === 'open' || state === 'all' ? {} : { status: state }),
      ...(severity === undefined ? {} : { severity }),
      ...(sinceDays === undefined ? {} : { since: new Date(desk.now() - sinceDays * DAY_MS) }),
      limit: MOST,
    });
    const rows = listed.filter(({ title }) => isOfPublic(title));
    if (rows.length === 0)
      return said(state === 'open' ? 'No open incident matches. state "all" includes resolved and closed ones.' : 'No incident matches.');
    const values = rows.map((row) =>
      present({
        id: row.incident_id,
        status: row.closed && row.status !== 'cancelled' ? `${row.status} (closed)` : row.status,
        severity: row.severity,
        title: row.title,
        owner: row.owner,
        channel: row.channel,
        blockedStep: row.blocked_step,
        declaredAt: row.started_at,
      }),
    );
    const count =
      listed.length === MOST ? `The newest ${rows.length} incidents` : `${rows.length} ${rows.length === 1 ? 'incident' : 'incidents'}`;
    return said(page([`${count}, newest first. get_incident shows one of them.`], values, place));
  },
});
