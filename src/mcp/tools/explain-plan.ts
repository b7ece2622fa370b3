import * as z from 'zod';
import { createIncident } from '../../incident/declaration/create-incident';
import { placeholderIncidentId } from '../../incident/model/incident-id';
import { SEVERITIES } from '../../incident/model/severity';
import { planRows } from '../../incident/response/plan-table';
import { RESPONSE_PLAN } from '../../workflows/response/plan';
import { said } from '../answer';
import { present } from '../text/fence';
import { page, readCursor } from '../text/pages';
import { badCursor, cursorField, READS, tool } from './tool';

export const explainPlan = tool({
  name: 'explain_plan',
  description:
    'Starts nothing. Shows the steps of a response; with an event (raw alert), labels or targets also which runbooks match and why, what they would probe, and which actions they offer.',
  hints: READS,
  input: z.strictObject({
    title: z.string().max(300).optional(),
    event: z.record(z.string(), z.unknown()).optional(),
    labels: z.record(z.string(), z.string()).optional(),
    targets: z.array(z.string()).max(50).optional(),
    severity: z.enum(SEVERITIES).optional(),
    cursor: cursorField,
  }),
  async run({ desk, principal }, { cursor, ...given }) {
    const place = cursor === undefined ? { revision: 0, from: 0 } : readCursor(cursor);
    if (place === null) return badCursor();
    const steps = planRows(RESPONSE_PLAN).map(
      ({ step, node, limits, needs }) => `${step}/${node}: ${limits}${needs === '' ? '' : `; after ${needs}`}`,
    );
    if (Object.keys(given).length === 0) return said('The response runs these, each as soon as what it needs is there:', ...steps);
    const { rules, runbooks } = desk;
    const request = { ...given, incidentId: placeholderIncidentId(rules.idPrefix), actor: principal.person };
    const incident = createIncident({ request, rules, receivedAt: new Date(desk.now()).toISOString() });
    const selection = await runbooks.select(incident);
    const values = [
      {
        incident: present({
          title: incident.title,
          severity: incident.severity,
          labels: incident.labels,
          targets: incident.targets,
          users: incident.users,
        }),
      },
      ...selection.probes.map(({ runbook, title, target }) => ({ probe: present({ runbook, title, target }) })),
      ...selection.leftOut.map((why) => ({ skipped: why })),
      ...(await runbooks.actions()).map((action) => ({ action })),
    ];
    const privacy = incident.privacy === 'private' ? ' Its room would be private, so it would not be visible here.' : '';
    const head = `${selection.runbooks.length} runbooks match, with ${selection.probes.length} probes.${privacy} The worker decides by its own configuration.`;
    return said(page([head], values, place));
  },
});
