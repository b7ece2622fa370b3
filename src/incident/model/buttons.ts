/** What a button, or an entry of the overflow menu, asks for. */
export const BUTTONS = [
  'acknowledge',
  'decline',
  'escalate',
  'resolve',
  'reopen',
  'takeCommand',
  'changeSeverity',
  'addPeople',
  'addCandidate',
  'investigateAgain',
  'approve',
  'confirm',
  'reject',
] as const;
export type Button = (typeof BUTTONS)[number];

/** The buttons of the headline: those that are always seen, and the entries of its menu. */
export interface HeadlineButtons {
  readonly seen: readonly Button[];
  readonly menu: readonly Button[];
}
