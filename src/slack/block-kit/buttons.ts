import { BUTTONS, type Button } from '../../incident/model/buttons';

export { BUTTONS, type Button } from '../../incident/model/buttons';

/** The overflow menu's action id. Which entry was chosen is in the entry's value. */
export const MORE = 'incident.more';

/** Two buttons of one message must not share an action id; `item` tells them apart. */
export function actionId(button: Button, item?: string): string {
  return ['incident', button, ...(item === undefined ? [] : [item])].join('.');
}

/** What a click says, apart from who clicked. */
export interface ButtonValue {
  readonly button: Button;
  readonly incidentId: string;
  /** The state's revision when the message was written: two clicks on the same button of the same message act once. */
  readonly revision: number;
  /** For `addCandidate`: the Slack user id of the person chosen. */
  readonly userId?: string;
  /** For `approve`, `confirm` and `reject`: the proposal, and the digest of what the message showed of it. */
  readonly proposal?: { readonly id: string; readonly digest: string };
}

/** Short, because the value of a menu's entry has at most 150 characters. */
export function buttonValue({ button, incidentId, revision, userId, proposal }: ButtonValue): string {
  const about = proposal === undefined ? [...(userId === undefined ? [] : [userId])] : [proposal.id, proposal.digest];
  return [button, incidentId, revision, ...about].join(' ');
}

const VALUE = /^(\w+) ([A-Z0-9-]{1,64}) (\d{1,15})(?: ([A-Z0-9]{1,30})| (P-[0-9a-f]{10}) ([0-9a-z]{1,64}))?$/;

/** Null if it is not a value of ours. */
export function readButtonValue(value: string): ButtonValue | null {
  const [, button, incidentId, revision, userId, id, digest] = VALUE.exec(value) ?? [];
  if (!isButton(button) || incidentId === undefined) return null;
  return {
    button,
    incidentId,
    revision: Number(revision),
    ...(userId === undefined ? {} : { userId }),
    ...(id === undefined || digest === undefined ? {} : { proposal: { id, digest } }),
  };
}

function isButton(name: string | undefined): name is Button {
  return name !== undefined && (BUTTONS as readonly string[]).includes(name);
}
