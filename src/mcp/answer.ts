/** What a tool answers, in our own words and fences. */
export interface Answer {
  readonly text: string;
  /** True if what was asked for was not done. */
  readonly isError?: true;
  /** True if the text is a question to the person at the client, before anything is done. */
  readonly isQuestion?: true;
}

export const said = (...lines: readonly string[]): Answer => ({ text: lines.join('\n') });
export const refused = (...lines: readonly string[]): Answer => ({ text: lines.join('\n'), isError: true });
export const asked = (question: string): Answer => ({ text: question, isQuestion: true });
