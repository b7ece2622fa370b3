const REMOVED = '[secret removed]';

/** What is a secret by its shape alone, wherever it stands. */
const SECRETS = [
  // Slack: bot, user, app-level, refresh and configuration tokens.
  /\b(?:xox[a-z](?:\.xox[a-z])?|xapp)-[A-Za-z0-9-]{6,}/g,
  // JSON web tokens, as API keys of Temporal Cloud are.
  /\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g,
  // PEM: to the end of the text, or of the quotation that it stands in, where its own end was cut off.
  /-----BEGIN [^"]*?(?:-----END [A-Z ]{1,40}-----|(?=")|$)/g,
];
/** User and password in a URL, to the last `@` before its path: a password may hold one. */
const CREDENTIALS = /\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"']{1,500}@/gi;

/** Removes what looks like a secret: what is said goes to terminals, logs, histories and Slack. */
export function hideSecrets(text: string): string {
  const hidden = SECRETS.reduce((rest, secret) => rest.replace(secret, REMOVED), text);
  return hidden.replace(CREDENTIALS, `$1${REMOVED}@`);
}
