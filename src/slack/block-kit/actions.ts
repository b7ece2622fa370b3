import type { ProposalMessage } from '../../incident/model/actions/proposal-message';
import type { Button, HeadlineButtons } from '../../incident/model/buttons';
import type { Candidate } from '../../incident/model/responders';
import type { CallForPeopleMessage, HeadlineMessage } from '../../incident/model/room-message';
import { type Block, button, menu, menuOption, type PressedBy } from './blocks';
import { actionId, buttonValue, MORE } from './buttons';

const LABELS: Readonly<Record<Button, string>> = {
  acknowledge: 'Acknowledge',
  decline: "I can't take it",
  escalate: 'Escalate',
  resolve: 'Resolve',
  reopen: 'Reopen',
  takeCommand: 'Take command',
  changeSeverity: 'Change severity',
  addPeople: 'Add people',
  addCandidate: 'Add',
  investigateAgain: 'Investigate again',
  approve: 'Approve',
  confirm: 'Confirm',
  reject: 'Reject',
};

/** Which incident a button is for, and at which revision it was drawn. */
export interface Drawn {
  readonly incidentId: string;
  readonly revision: number;
}

export function drawnFor({ incident, revision = 0 }: HeadlineMessage | CallForPeopleMessage): Drawn {
  return { incidentId: incident.id, revision };
}

/** The buttons of the headline, and its menu; nothing if none applies. */
export function headlineActions({ seen, menu: entries }: HeadlineButtons, drawn: Drawn): readonly Block[] {
  const more = entries.map((entry) => menuOption(LABELS[entry], buttonValue({ button: entry, ...drawn })));
  return row([...seen.map((one) => drawButton(one, drawn)), ...(more.length === 0 ? [] : [menu(MORE, more)])]);
}

/** How to answer a page; nothing if there is nothing to answer. */
export function answerActions(buttons: readonly Button[], drawn: Drawn): readonly Block[] {
  return row(buttons.filter((one) => one === 'acknowledge' || one === 'decline').map((one) => drawButton(one, drawn)));
}

/** How to end an incident, or to take it up again; nothing in messages of older code. Both open a form, so no click needs a revision. */
export function lifeActions({
  buttons = [],
  incidentId,
}: {
  readonly buttons?: readonly Button[];
  readonly incidentId: string;
}): readonly Block[] {
  return row(buttons.filter((one) => one === 'resolve' || one === 'reopen').map((one) => drawButton(one, { incidentId, revision: 0 })));
}

/** A button for each person whom a name could mean. People of one name are told apart by their ids. */
export function candidateActions(candidates: readonly Candidate[], drawn: Drawn): readonly Block[] {
  const isShared = (name: string): boolean => candidates.filter((other) => other.name === name).length > 1;
  return row(
    candidates.map(({ userId, name }) =>
      button({
        actionId: actionId('addCandidate', userId),
        label: `${LABELS.addCandidate} ${name}${isShared(name) ? ` (${userId})` : ''}`,
        value: buttonValue({ button: 'addCandidate', ...drawn, userId }),
      }),
    ),
  );
}

/** How to answer a proposal. An approval takes effect at once and may change a system, so Slack asks before it sends the click. */
export function proposalActions({ incidentId, proposal }: ProposalMessage): readonly Block[] {
  const { id, digest, what } = proposal;
  const agreed = what.kind === 'action' ? 'approve' : 'confirm';
  const pressed = (one: Button) => ({
    actionId: actionId(one),
    label: LABELS[one],
    value: buttonValue({ button: one, incidentId, revision: 0, proposal: { id, digest } }),
  });
  const asked = { title: 'Run it now?', text: 'It starts at once and can only be undone as shown here.', confirm: LABELS.approve };
  return row([
    button({ ...pressed(agreed), isPrimary: true, ...(what.kind === 'action' ? { asks: asked } : {}) }),
    button(pressed('reject')),
  ]);
}

function drawButton(one: Button, drawn: Drawn): PressedBy {
  return button({
    actionId: actionId(one),
    label: LABELS[one],
    value: buttonValue({ button: one, ...drawn }),
    isPrimary: one === 'acknowledge',
  });
}

/** Slack refuses a row without buttons. */
const row = (elements: readonly PressedBy[]): readonly Block[] => (elements.length === 0 ? [] : [{ type: 'actions', elements }]);
