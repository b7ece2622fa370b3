import { COMMANDS, isCommandName } from '../model/commands';

const REPORT_AN_ALERT = 'report an alert';

/** A refused command on the timeline, after its actor: `tried to change the severity; this was refused: …`. */
export function describeRefused(name: string, message: string): string {
  const deed = name === 'alertUpdated' ? REPORT_AN_ALERT : isCommandName(name) ? COMMANDS[name].deed : null;
  return deed === null ? `sent "${name}", which was refused: ${message}` : `tried to ${deed}; this was refused: ${message}`;
}
