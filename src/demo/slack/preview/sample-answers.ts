import type { WayOn } from '../../../incident/text/refusal';
import { renderBriefing, renderWho } from '../../../slack/block-kit/briefing';
import { DEFAULT_SLASH } from '../../../slack/block-kit/ways';
import type { Answer } from '../../../slack/interactivity/answer';
import { helpAnswer } from '../../../slack/interactivity/help';
import { outcomeText, said } from '../../../slack/interactivity/outcome-words';
import type { Outcome, Wanted } from '../../../slack/interactivity/perform';
import { listed, timelineAnswer } from '../../../slack/interactivity/readings';
import { whyNot } from '../../../slack/interactivity/rights';
import { BRIEFINGS } from './sample-briefings';
import { afterMinutes, SAMPLE_TIME } from './sample-incident';

const incidentId = 'PROD-20260305-001';

type Payloads = { readonly [Name in Wanted['name']]: Extract<Wanted, { readonly name: Name }>['payload'] };

/** One for each command: a new command does not compile until it is here. */
const PAYLOADS: Payloads = {
  acknowledge: {},
  decline: {},
  addNote: { text: 'The pool is exhausted; restarting db-1.' },
  changeSeverity: { severity: 'high' },
  assign: { user: 'UDANA', role: 'commander' },
  addResponders: { users: ['<@USANA>', 'ben'] },
  changeTitle: { title: 'Checkout returns 500' },
  escalate: {},
  resolve: {},
  reopen: { reason: 'the errors are back' },
  cancel: { reason: 'a test alert' },
  investigateAgain: {},
  retryStep: { step: 'createWarRoom' },
  skipStep: { step: 'createWarRoom', reason: 'the room exists elsewhere' },
  resumeFrom: { step: 'investigate' },
  proposeAction: {
    claim: {
      kind: 'proposal',
      incidentId,
      proposalId: 'P-0a1b2c3d4e',
      person: 'slack:UDANA',
      identities: ['slack:udana'],
      action: 'restart-deployment',
      parameters: {},
      reason: 'the pool is exhausted',
      at: SAMPLE_TIME,
    },
    signature: '00',
  },
  askConfirmation: { proposalId: 'P-0a1b2c3d4e', command: { name: 'escalate', payload: {} } },
  approveAction: { proposalId: 'P-0a1b2c3d4e', digest: '00' },
  rejectAction: { proposalId: 'P-0a1b2c3d4e', reason: 'the pool has recovered' },
};

const wantedOf = (name: Wanted['name']): Wanted => ({ name, incidentId, payload: PAYLOADS[name], requestId: 'R1' }) as Wanted;
const ACKNOWLEDGE = wantedOf('acknowledge');

const SENT = { incidentId, applied: true, repeated: false, status: 'acknowledged', requestId: 'R1' } as const;
const MISSING = { reference: 'ben', reason: '2 people match' };

/** What became of a command, but for the usual. */
const OUTCOMES: Readonly<Record<string, Outcome>> = {
  'some people are not found': { kind: 'applied', sent: { ...SENT, notFound: [MISSING] } },
  'no worker is running': { kind: 'kept' },
  'clicked twice': { kind: 'repeated' },
  'done already': refused('already_done', 'already acknowledged by Omar Castillo at 2026-03-05 14:33 UTC', 'takeCommand'),
  'not possible now': refused('not_possible', 'the incident is triggered; only a resolved incident can be reopened', 'look'),
  'no one of that name': refused('unknown_person', `couldn't identify "zed": no user or user group has this name`),
  'the incident is closed': {
    kind: 'closed',
    message: `incident ${incidentId} is closed: resolved by Dana Brandt at 2026-03-05 15:10 UTC`,
  },
  'no such incident': { kind: 'missing' },
  'Temporal is away': { kind: 'unreachable', message: "couldn't reach Temporal at localhost:7233: connection refused", mend: null },
  'Temporal has not answered': { kind: 'unclear', message: "couldn't reach Temporal at localhost:7233: timed out" },
  'a fault of our own': { kind: 'failed' },
};

function refused(
  code: Extract<Outcome, { kind: 'refused' }>['refusal']['code'],
  message: string,
  kind?: Exclude<WayOn['kind'], 'handOver'>,
): Outcome {
  return { kind: 'refused', refusal: { code, message, ...(kind === undefined ? {} : { wayOn: { kind } }) } };
}

const TIMELINE = [
  { at: SAMPLE_TIME, actor: 'alert:alertmanager', kind: 'declared', text: 'declared the incident' },
  { at: afterMinutes(3), actor: 'Omar Castillo', kind: 'acknowledge', text: 'acknowledged the incident' },
  { at: afterMinutes(6), actor: 'Dana Brandt', kind: 'addNote', text: 'The pool is exhausted; restarting db-1.' },
] as const;

const OPEN = {
  incident_id: incidentId,
  title: 'Checkout returns 500: database connection pool exhausted',
  severity: 'critical',
  status: 'acknowledged',
  owner: 'Dana Brandt',
  channel: 'incident-prod-20260305-001',
};

/** What one person alone is answered, by what was asked. */
export const ANSWERS: Readonly<Record<string, Answer>> = {
  '/incident help': helpAnswer('/incident'),
  '/incident status, by someone who is paged': renderBriefing(BRIEFINGS.called),
  '/incident status, by the commander': renderBriefing(BRIEFINGS.leading),
  '/incident status, once it is resolved': renderBriefing(BRIEFINGS.over),
  '/incident who': renderWho(BRIEFINGS.called),
  '/incident who, by the commander': renderWho(BRIEFINGS.leading),
  '/incident timeline': timelineAnswer(incidentId, TIMELINE),
  '/incident list': listed([OPEN]),
  '/incident list, when all is quiet': listed([]),
  ...Object.fromEntries(
    (Object.keys(PAYLOADS) as Wanted['name'][]).map((name) => [
      name,
      said(outcomeText({ kind: 'applied', sent: SENT }, wantedOf(name), DEFAULT_SLASH)),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(OUTCOMES).map(([name, outcome]) => [
      name,
      said(outcomeText(outcome, outcome.kind === 'applied' ? wantedOf('addResponders') : ACKNOWLEDGE, DEFAULT_SLASH)),
    ]),
  ),
  'by a guest': said(whyNot('guest', 'resolve') ?? ''),
  'by someone of another organisation': said(whyNot('stranger', 'acknowledge') ?? ''),
};
