import { setCurrentDetails, upsertMemo, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { Responder, UnresolvedReference } from '../../incident/model/responders';
import type { IncidentState, NodeState, Problem } from '../../incident/model/state';
import { appendEntry, ownEntry } from '../../incident/model/timeline';
import type { EntryData } from '../../incident/model/timeline-entry';
import { listingOf } from '../../incident/people/listing';
import { invitationOf, notInvited, type RefusedInvitation, refusedPeople } from '../../incident/people/refused-invitations';
import { renderCurrentDetails } from '../../incident/report/current-details';
import { rollUpSteps } from '../../incident/response/roll-up-steps';
import { withDegradation, withoutDegradation } from '../../incident/response/standing-degradations';
import { deedOf } from '../../incident/response/trouble-words';
import { assertNever } from '../../incident/text/assert-never';
import { OWNER_MEMO, SERVICES_MEMO, TITLE_MEMO } from '../contract/messages';
import { attributePairs, SEARCH_ATTRIBUTES } from '../contract/search-attributes';
import type { NodeChange, NodeNote } from '../graph/reduce-graph';
import { now } from './now';
import { searchable } from './searchable';

type Changes = Partial<IncidentState>;

/** The incident's state while the workflow lives: replaced, never mutated, and shown to Temporal's UI and search. */
export class IncidentRecord {
  private upserted = shownBySearch();
  private memo = shownByListings();
  private isShown = false;

  /** `bounded` keeps each new state within its limits. */
  constructor(
    private current: IncidentState,
    private readonly bounded: (state: IncidentState) => IncidentState,
    private readonly has: { readonly byHand: boolean },
  ) {}

  get state(): IncidentState {
    return this.current;
  }

  replace(state: IncidentState): void {
    this.current = this.bounded(state);
    this.isShown = false;
  }

  /**
   * Shows the state in the Temporal UI. Changes come in bursts and only the last is seen, so call this once they have all
   * been made.
   */
  show(): void {
    if (this.isShown) return;
    this.isShown = true;
    setCurrentDetails(renderCurrentDetails(this.current));
  }

  change(changes: Changes): void {
    this.replace({ ...this.current, ...changes });
  }

  /** Records a node's change and rolls the steps up again. */
  changeNode(change: NodeChange, now: string): void {
    const nodes = this.current.nodes.map((node) => (node.name === change.name ? changed(node, change, now) : node));
    this.change({ nodes, steps: rollUpSteps(nodes) });
  }

  countAttempts(name: string, attempt: number): void {
    const nodes = this.current.nodes.map((node) => (node.name === name ? { ...node, attempts: Math.max(node.attempts, attempt) } : node));
    this.change({ nodes, steps: rollUpSteps(nodes) });
  }

  /** Records on the timeline what the workflow saw or did by itself. */
  tell(entry: EntryData): void {
    this.change({ timeline: appendEntry(this.current.timeline, ownEntry(entry, now())) });
  }

  /** Adds a degradation. It is recorded on the timeline once while it lasts, however often the work is retried. */
  degrade(what: string, problem: Problem, isTriedAgain = false): void {
    const at = now();
    const known = this.current.degradations;
    const degradations = withDegradation(known, { what, problem, at, ...(isTriedAgain ? { isTriedAgain } : {}) });
    if (degradations === known) return;
    this.change({ degradations });
    this.tell({ kind: 'degraded', what, problem });
  }

  /** Removes a degradation that has been fixed or is about to be retried. */
  clearDegradation(what: string): void {
    const known = this.current.degradations;
    const degradations = withoutDegradation(known, what);
    if (degradations !== known) this.change({ degradations });
  }

  /** Records who was invited. People who could not be invited are recorded as degradations and returned. */
  noteInvitations(people: readonly Responder[], refused: readonly RefusedInvitation[]): readonly UnresolvedReference[] {
    for (const { name } of people) this.clearDegradation(invitationOf(name));
    const named = refusedPeople(refused, people);
    for (const person of named) this.degrade(invitationOf(person.reference), notInvited(person));
    return named;
  }

  /** Upserts the search attributes if one has changed. Every upsert is an event, so callers choose the moments. */
  publish(): void {
    this.publishMemo();
    const attributes = searchable(this.current);
    const text = JSON.stringify(attributes);
    if (text === this.upserted) return;
    this.upserted = text;
    upsertSearchAttributes(attributePairs(attributes));
  }

  /**
   * Listings do not read workflows, so the memo holds title, owner and services. It is written only now, because the starter may have
   * assumed that the incident is public.
   */
  private publishMemo(): void {
    const listing = listingOf(this.current, this.has);
    if (listing === null) return;
    const services = listing.services === undefined ? {} : { [SERVICES_MEMO]: listing.services };
    const memo = { [TITLE_MEMO]: listing.title, [OWNER_MEMO]: listing.owner, ...services };
    if (JSON.stringify(memo) === this.memo) return;
    this.memo = JSON.stringify(memo);
    upsertMemo(memo);
  }
}

function shownByListings(): string {
  const { memo } = workflowInfo();
  const { [TITLE_MEMO]: title = null, [OWNER_MEMO]: owner = null, [SERVICES_MEMO]: services } = memo ?? {};
  return JSON.stringify({ [TITLE_MEMO]: title, [OWNER_MEMO]: owner, [SERVICES_MEMO]: services });
}

/** What the server already has, from the start or from an earlier run. */
function shownBySearch(): string {
  const { typedSearchAttributes: known } = workflowInfo();
  return JSON.stringify(Object.fromEntries(Object.entries(SEARCH_ATTRIBUTES).map(([name, key]) => [name, known.get(key) ?? null])));
}

function changed(node: NodeState, change: NodeChange, now: string): NodeState {
  const restarted = change.status === 'running';
  const over = change.status !== 'running' && change.status !== 'pending' && change.status !== 'waiting';
  return {
    ...node,
    ...change,
    note: change.note === null ? null : describeNote(change.note),
    attempts: restarted ? 0 : node.attempts,
    startedAt: restarted ? now : node.startedAt,
    endedAt: over ? now : null,
  };
}

function describeNote(note: NodeNote): string {
  switch (note.kind) {
    case 'needs':
      return `because "${deedOf(note.node)}" ${note.status === 'failed' ? 'failed' : 'was skipped'}`;
    case 'waitsFor':
      return `waiting for "${deedOf(note.node)}"`;
    case 'reason':
      return note.text;
    default:
      return assertNever(note);
  }
}
