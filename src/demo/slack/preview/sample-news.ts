import type { NewsMessage, TypedNews } from '../../../incident/model/room-message';
import type { EntryData, EntryKind } from '../../../incident/model/timeline-entry';
import type { Sample } from './sample';
import { afterMinutes } from './sample-incident';

const PROBLEM = { code: 'slack_error', message: 'Slack is not answering', mend: 'Check status.slack.com.' };

const PROPOSAL = { proposalId: 'P-0a1b2c3d4e', topic: { kind: 'action', title: 'Restart checkout', target: null } } as const;

/** One for each kind of entry: a new kind does not compile until it is here. */
const ENTRIES: { readonly [Kind in EntryKind]: Extract<EntryData, { readonly kind: Kind }> } = {
  declared: { kind: 'declared' },
  acknowledge: { kind: 'acknowledge' },
  decline: { kind: 'decline', reason: 'I am on a plane', hadAcknowledged: false, pages: 'noLevelLeft' },
  addNote: { kind: 'addNote', note: 'The pool is exhausted; restarting db-1.' },
  changeSeverity: { kind: 'changeSeverity', from: 'high', to: 'critical' },
  assign: { kind: 'assign', person: 'Sana Rehman', role: 'scribe', from: null },
  addResponders: { kind: 'addResponders', called: ['Sana Rehman'], notFound: [{ reference: 'ben', reason: 'no one has this name' }] },
  changeTitle: { kind: 'changeTitle', from: 'Checkout slow', to: 'Checkout returns 500' },
  escalate: {
    kind: 'escalate',
    level: { number: 2, level: { name: 'leads', users: ['@leads'] }, again: false },
    nobody: null,
    isByClock: true,
  },
  resolve: { kind: 'resolve', note: 'more connections' },
  reopen: { kind: 'reopen', reason: 'the errors are back' },
  cancel: { kind: 'cancel', reason: 'a test alert' },
  investigateAgain: { kind: 'investigateAgain', runbooks: ['http-service'] },
  investigated: { kind: 'investigated', conclusion: 'cause_named', cause: { statement: 'The disk of db-1 is full.', confidence: 95 } },
  resumeFrom: { kind: 'resumeFrom', step: 'investigate', wasClosed: false },
  alertUpdated: { kind: 'alertUpdated', alert: { outcome: 'partlyRecovered', title: 'CheckoutErrors' } },
  refused: { kind: 'refused', command: 'acknowledge', reason: 'the incident is resolved' },
  blocked: { kind: 'blocked', step: 'createWarRoom', problem: PROBLEM },
  degraded: { kind: 'degraded', what: 'editHeadline', problem: PROBLEM },
  warRoom: { kind: 'warRoom', name: 'incident-prod-20260305-001', privacy: 'public', created: true, insteadOf: null },
  call: { kind: 'call', references: ['@leads'], reason: 'escalation', level: 2, because: 'acknowledged' },
  paged: { kind: 'paged', pager: 'pagerduty', reason: { kind: 'escalated', level: 2 } },
  reminder: { kind: 'reminder' },
  close: { kind: 'close' },
  omitted: { kind: 'omitted', count: 12 },
  proposed: { kind: 'proposed', ...PROPOSAL, reason: 'the pool is exhausted' },
  approved: { kind: 'approved', ...PROPOSAL },
  rejected: { kind: 'rejected', ...PROPOSAL, reason: 'the pool has recovered' },
  actionStarted: { kind: 'actionStarted', ...PROPOSAL, step: 'does' },
  actionRan: { kind: 'actionRan', ...PROPOSAL, step: 'does', outcome: 'succeeded', problem: null, status: 'checking' },
  actionChecked: { kind: 'actionChecked', ...PROPOSAL, findings: [], status: 'verified' },
  proposalEnded: { kind: 'proposalEnded', ...PROPOSAL, status: 'expired', problem: null },
  retryStep: { kind: 'retryStep', step: 'createWarRoom' },
  skipStep: { kind: 'skipStep', step: 'createWarRoom', reason: 'the room exists elsewhere' },
};

const BY_THE_WORKER: ReadonlySet<EntryKind> = new Set([
  'actionStarted',
  'actionRan',
  'actionChecked',
  'blocked',
  'degraded',
  'omitted',
  'call',
  'investigated',
  'paged',
  'proposalEnded',
  'reminder',
  'warRoom',
]);

function news(entry: EntryData): TypedNews {
  const isWorker = BY_THE_WORKER.has(entry.kind) || (entry.kind === 'escalate' && entry.isByClock);
  return { ...entry, actor: isWorker ? 'worker' : 'slack:UDANA', ...(isWorker ? {} : { actorName: 'Dana Brandt' }) };
}

export const NEWS: readonly Sample<NewsMessage>[] = [
  ...Object.values(ENTRIES).map((entry) => ({ name: entry.kind, message: { kind: 'news' as const, entries: [news(entry)] } })),
  {
    name: 'without a commander',
    message: { kind: 'news', entries: [{ ...news(ENTRIES.acknowledge), lacksCommander: 'PROD-20260305-001' }] },
  },
  {
    name: 'several at once',
    message: { kind: 'news', entries: [news(ENTRIES.acknowledge), news(ENTRIES.addNote), news(ENTRIES.changeSeverity)] },
  },
  {
    name: 'many alerts',
    message: {
      kind: 'news',
      entries: [
        {
          kind: 'alertChanges',
          actor: 'alert:alertmanager',
          counts: { new: 3, recovered: 2 },
          since: afterMinutes(1),
          latest: { kind: 'new', title: 'CheckoutErrors', at: afterMinutes(4) },
        },
      ],
    },
  },
];
