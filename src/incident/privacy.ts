import type { IncidentRules } from './config-types';
import type { ChannelPrivacy, RequestedPrivacy } from './incident';

/** Decides whether the room is private, and says why. Words of security in labels or people make it private. */
export function decidePrivacy(input: {
  requested: RequestedPrivacy | undefined;
  labels: Readonly<Record<string, string>>;
  users: readonly string[];
  rules: IncidentRules['privacy'];
}): { privacy: ChannelPrivacy; reason: string } {
  const { labels, users, rules } = input;
  const requested = input.requested ?? rules.default;
  if (requested !== 'auto') return { privacy: requested, reason: input.requested === undefined ? 'configured' : 'asked for' };
  const label = rules.privateLabels.find((rule) => matches(rule, labels));
  if (label !== undefined) return { privacy: 'private', reason: `label ${label}` };
  const user = users.find((reference) => isPrivateUser(reference, rules.privateUsers));
  if (user !== undefined) return { privacy: 'private', reason: `${user} was asked for` };
  return { privacy: 'public', reason: 'nothing says security' };
}

/** `key` asks for a label that is there and not denied; `key=value` for that value. */
function matches(rule: string, labels: Readonly<Record<string, string>>): boolean {
  const [key = '', value] = rule.toLowerCase().split('=');
  const found = Object.entries(labels)
    .find(([name]) => name.toLowerCase() === key)?.[1]
    ?.trim()
    .toLowerCase();
  if (found === undefined) return false;
  return value === undefined ? !['', 'false', 'no', '0', 'none'].includes(found) : found === value;
}

function isPrivateUser(reference: string, privateUsers: readonly string[]): boolean {
  const name = reference.trim().replace(/^@/, '').toLowerCase();
  const local = name.includes('@') ? name.slice(0, name.indexOf('@')) : name;
  return privateUsers.some((user) => user.toLowerCase() === name || user.toLowerCase() === local);
}
