const REMOVED = '[secret removed]';

/** Secrets recognisable by shape alone, anywhere in a text. */
const SECRETS = [
  // Slack: bot, user, app-level, refresh and configuration tokens.
  /\b(?:xox[a-z](?:\.xox[a-z])?|xapp)-[A-Za-z0-9-]{6,}/g,
  // JSON web tokens, such as API keys of Temporal Cloud.
  /\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g,
  // Tokens of people for the gateway (`tokens/token.ts`).
  /\birt_[0-9a-f]{8,}/gi,
  // GitHub, GitLab, npm.
  /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|gl(?:pat|ptt|dt|rt)-[\w-]{16,}|npm_[A-Za-z0-9]{30,})/g,
  // AWS and Google: key ids and keys.
  /\b(?:(?:AKIA|ASIA)[A-Z0-9]{16}\b|AIza[\w-]{30,})/g,
  // Stripe, OpenAI, Anthropic and others that write them alike.
  /\b(?:sk|rk|pk)[-_](?:live|test|ant|proj|svcacct)[-_][\w-]{10,}/g,
  // PEM: up to the end of the text or of the enclosing quotation, in case its own end was cut off.
  /-----BEGIN [^"]*?(?:-----END [A-Z ]{1,40}-----|(?=")|$)/g,
];
/** User and password in a URL, up to the last `@` before its path, because a password may contain one. */
const CREDENTIALS = /\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"']{1,500}@/gi;

/** Removes anything that looks like a secret, because messages go to terminals, logs, histories and Slack. */
export function hideSecrets(text: string): string {
  const hidden = SECRETS.reduce((rest, secret) => rest.replace(secret, REMOVED), text);
  return hidden.replace(CREDENTIALS, `$1${REMOVED}@`);
}
