import * as z from 'zod';
import { seenFromOutside } from '../../client/temporal/seen-from-outside';
import { createIncident } from '../../incident/declaration/create-incident';
import type { Incident } from '../../incident/model/incident';
import { placeholderIncidentId } from '../../incident/model/incident-id';
import { SEVERITIES } from '../../incident/model/severity';
import { planRows } from '../../incident/response/plan-table';
import { RESPONSE_PLAN } from '../../workflows/response/plan';
import { said } from '../answer';
import type { Call } from '../call';
import { present } from '../text/fence';
import { page, readCursor } from '../text/pages';
import { badCursor, cursorField, idOf, incidentField, noSuchIncident, READS, tool } from './tool';

const INPUT = z.strictObject({
  incident: incidentField.optional(),
  title: z.string().max(300).optional(),
  event: z.record(z.string(), z.unknown()).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  targets: z.array(z.string()).max(50).optional(),
  severity: z.enum(SEVERITIES).optional(),
  cursor: cursorField,
});
type Given = Omit<z.output<typeof INPUT>, 'cursor'>;

export const explainPlan = tool({
  name: 'explain_plan',
  description:
    'Starts nothing. Shows the steps of a response; for an incident, an event (raw alert), labels or targets also which runbooks match and why, what they would probe, and which actions may be proposed.',
  hints: READS,
  input: INPUT,
  async run(call, { cursor, ...given }) {
    const { desk } = call;
    const place = cursor === undefined ? { revision: 0, from: 0 } : readCursor(cursor);
    if (place === null) return badCursor();
    const steps = planRows(RESPONSE_PLAN).map(
      ({ step, node, limits, needs }) => `${step}/${node}: ${limits}${needs === '' ? '' : `; after ${needs}`}`,
    );
    if (Object.keys(given).length === 0) return said('The response runs these, each as soon as what it needs is there:', ...steps);
    const incident = await incidentFor(call, given);
    if (incident === null) return noSuchIncident();
    const { runbooks } = desk;
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
      ...(await runbooks.actions()).map((action) => ({ action })),
      ...selection.probes.map(({ runbook, title, target }) => ({ probe: present({ runbook, title, target }) })),
      ...selection.leftOut.map((why) => ({ skipped: why })),
    ];
    const privacy = incident.privacy === 'private' ? ' Its room would be private, so it would not be visible here.' : '';
    const head = `${selection.runbooks.length} runbooks match, with ${selection.probes.length} probes.${privacy} The worker decides by its own configuration.`;
    return said(page([head], values, place));
  },
});

/** The incident itself, or the one that would be declared. Null if there is none that an agent may see. @throws InvalidInputError */
async function incidentFor({ desk, incidents, principal }: Call, { incident, ...given }: Given): Promise<Incident | null> {
  if (incident === undefined) {
    const { rules, now } = desk;
    const request = { ...given, incidentId: placeholderIncidentId(rules.idPrefix), actor: principal.person };
    return createIncident({ request, rules, receivedAt: new Date(now()).toISOString() });
  }
  const id = idOf(incident);
  const reading = id === null ? null : await seenFromOutside(incidents, id);
  return reading?.state?.incident ?? null;
}
