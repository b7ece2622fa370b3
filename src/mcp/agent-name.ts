import { cleanLine } from '../incident/text/clean-text';

const MAX_CHARS = 40;

/** A client's own name for itself, as it is recorded: `claude-code`. It proves nothing, and so is one word at most. */
export function agentName(...given: readonly (string | undefined)[]): string {
  for (const name of given) {
    const word = cleanLine(name ?? '', MAX_CHARS)
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, '-')
      .replace(/^[-.]+|[-.]+$/g, '');
    if (word !== '') return word;
  }
  return 'agent';
}
