import { COMMAND_DESCRIPTIONS, type CommandName } from '../model/commands';

const DEEDS: Readonly<Record<CommandName | 'alertUpdated', string>> = {
  acknowledge: 'acknowledge the incident',
  addNote: 'add a note',
  changeSeverity: 'change the severity',
  assign: 'assign somebody',
  addResponders: 'call more people',
  changeTitle: 'change the title',
  escalate: 'escalate',
  resolve: 'resolve the incident',
  reopen: 'reopen the incident',
  cancel: 'cancel the incident',
  investigateAgain: 'investigate again',
  retryStep: 'retry a step',
  skipStep: 'skip a step',
  resumeFrom: 'resume the response',
  alertUpdated: 'report an alert',
};

/** A refused command on the timeline, after its actor: `tried to change the severity, but was refused: …`. */
export function describeRefused(name: string, message: string): string {
  const isKnown = name === 'alertUpdated' || Object.hasOwn(COMMAND_DESCRIPTIONS, name);
  return isKnown
    ? `tried to ${DEEDS[name as keyof typeof DEEDS]}, but was refused: ${message}`
    : `sent "${name}", which was refused: ${message}`;
}
