/** One line without control characters, at most `maxChars` long. */
export function cleanLine(text: string, maxChars: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim().slice(0, maxChars);
}
