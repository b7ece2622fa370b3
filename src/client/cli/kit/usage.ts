import { type Argument, type Command, CommanderError } from 'commander';
import { cleanText } from '../../../incident/text/clean-text';
import { InvalidInputError } from '../../../incident/text/errors';

/** Makes a command report usage errors in this project's form: field, value, what is allowed. */
export function strict<Kind extends Command>(command: Kind): Kind {
  command
    .allowExcessArguments(false)
    .showSuggestionAfterError()
    .configureOutput({ writeErr: () => {} })
    .exitOverride((error) => {
      throw error.exitCode === 0 ? error : usageError(command, error);
    });
  return command;
}

function usageError(command: Command, { code, message }: CommanderError): Error {
  const text = cleanText(message.replace(/^error: /, ''), 1_000)
    .replace(/\n\((.*)\)$/, '. $1')
    .replace(/\.$/, '');
  const quoted = /'([^']+)'/.exec(text)?.[1];
  const field = quoted?.split(/[\s,]/)[0] ?? 'arguments';
  const behind = code === 'commander.unknownOption' && !field.startsWith('--') ? ' Put text that starts with - after a bare --.' : '';
  const usage = code === 'commander.missingArgument' ? `Usage: ${fullName(command)} ${argumentsOf(command)}. ` : '';
  const list = usage !== '' && field === 'id' ? ' To list incidents: incident list' : '';
  return new UsageError(field, text, allowedFor(command, code), `${usage}See ${fullName(command)} --help.${behind}${list}`);
}

/** Commander's own sentence already names the field. */
class UsageError extends InvalidInputError {
  constructor(field: string, text: string, allowed: string | undefined, hint: string) {
    super(field, text, allowed, { hint });
    this.message = allowed === undefined ? text : `${text} (allowed: ${allowed})`;
  }
}

function allowedFor(command: Command, code: string): string | undefined {
  const help = command.createHelp();
  if (code === 'commander.unknownOption')
    return help
      .visibleOptions(command)
      .map(({ long, short }) => long ?? short)
      .join(', ');
  if (code === 'commander.unknownCommand')
    return help
      .visibleCommands(command)
      .map((verb) => verb.name())
      .join(', ');
  return code === 'commander.excessArguments' ? argumentsOf(command) || 'none' : undefined;
}

const argumentsOf = ({ registeredArguments }: Command): string => registeredArguments.map(argumentOf).join(' ');

function argumentOf(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;
}

/** Requested help ends a command without an error. */
export function isHelp(error: unknown): boolean {
  return error instanceof CommanderError && error.exitCode === 0;
}
