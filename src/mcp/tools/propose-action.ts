import * as z from 'zod';
import { seenFromOutside } from '../../client/temporal/seen-from-outside';
import { refused, said } from '../answer';
import { requestIdsOf } from '../request-id';
import { idWord } from '../text/own-words';
import { ADDS, dryRunField, idOf, incidentField, noSuchIncident, requestIdField, tool } from './tool';

const PROPOSAL_ID = /^P-[0-9a-f]{10}$/;

export const proposeAction = tool({
  name: 'propose_action',
  description:
    'Puts an action of a runbook up for approval: it is shown whole in the war room, and runs only once another person has approved it. explain_plan shows which actions there are.',
  hints: ADDS,
  input: z.strictObject({
    incident: incidentField,
    action: z.string().max(200).describe('NAME or RUNBOOK/NAME'),
    target: z.string().max(500).optional(),
    parameters: z.record(z.string(), z.string()).optional(),
    reason: z.string().min(1).max(1_000),
    dryRun: dryRunField,
    requestId: requestIdField,
  }),
  async run(call, { incident, action, target, parameters = {}, reason, dryRun, requestId }) {
    const { desk, principal } = call;
    const id = idOf(incident);
    const reading = id === null ? null : await seenFromOutside(call.incidents, id);
    if (id === null || reading === null) return noSuchIncident();
    if (desk.proposals === null) return refused(...NOT_CONFIGURED);
    const wanted = { incidentId: id, action, ...(target === undefined ? {} : { target }), parameters, reason };
    const ids = requestIdsOf(principal, { tool: 'propose_action', input: wanted, requestId }, desk.now());
    const before = desk.proposed.find(ids)?.value;
    if (before !== undefined)
      return said(`Proposed by the same call shortly before: ${before}. Nothing was proposed twice. get_incident shows what became of it.`);
    if (dryRun)
      return said(
        `Dry run: it would be put up in the room of ${idWord(id)}, and wait for another person's approval. Nothing was proposed.`,
      );
    const limited = await desk.limits.take(principal, reading.state);
    if (limited !== null) return limited;
    const { proposal, status } = await desk.proposals.propose(principal, { ...wanted, requestId: ids.id });
    const name = PROPOSAL_ID.test(proposal) ? proposal : 'the proposal';
    desk.proposed.add(ids.id, name);
    return said(
      status === 'pending'
        ? `Accepted: ${name} is put up in the room of ${idWord(id)} once a worker has read it.`
        : `Proposed: ${name} is in the room of ${idWord(id)}.`,
      `Nothing runs until a person other than yours approves it there; it expires after 15 minutes.`,
      'get_incident with waitSeconds shows what becomes of it. To take it back: update_incident with action "withdraw".',
    );
  },
});

const NOT_CONFIGURED = [
  'Refused: this server cannot propose actions, so nothing was proposed.',
  'A person has to set INCIDENT_GATEWAY_URL and INCIDENT_TOKEN (made by `incident token add`) where it runs, and INCIDENT_APPROVAL_KEY_FILE for the gateway. Meanwhile, say in a note what you would do: update_incident with action "note".',
];
