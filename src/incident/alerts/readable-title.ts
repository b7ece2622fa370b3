/** `database_connection_failure` becomes "Database connection failure"; prose and CamelCase are kept. */
export function readableTitle(text: string): string {
  const isMachineName = /^[a-z0-9]+(?:[_-][a-z0-9]+)+$/i.test(text) && /[a-z]/i.test(text) && text === text.toLowerCase();
  if (!isMachineName) return text;
  const words = text.replace(/[_-]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
