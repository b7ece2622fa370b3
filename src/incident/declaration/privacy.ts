import { valuesOf } from '../alerts/labels';
import type { IncidentRules } from '../model/config-types';
import type { ChannelPrivacy, RequestedPrivacy } from '../model/incident';

/** Decides whether the room is private, and why. Security words in labels or people make it private. */
export function decidePrivacy(input: {
  requested: RequestedPrivacy | undefined;
  labels: Readonly<Record<string, string>>;
  users: readonly string[];
  rules: IncidentRules['privacy'];
}): { privacy: ChannelPrivacy; reason: string } {
  const { labels, users, rules } = input;
  const requested = input.requested ?? rules.default;
  if (requested !== 'auto') return { privacy: requested, reason: input.requested === undefined ? 'configured' : 'requested' };
  const label = askingLabel(labels, rules.privateLabels);
  if (label !== undefined) return { privacy: 'private', reason: `label ${label}` };
  const user = users.find((reference) => isPrivateUser(reference, rules.privateUsers));
  if (user !== undefined) return { privacy: 'private', reason: `incidents that involve ${user} are private` };
  return { privacy: 'public', reason: 'no sign of a security incident' };
}

/** Accents, and characters that change how a text looks but not what it says. */
const UNSEEN = /[\u0300-\u036f]|\p{Default_Ignorable_Code_Point}/gu;
const DENIALS = new Set(['', 'false', 'no', '0', 'none', 'off']);

/**
 * The first rule that a label matches. `key` matches a label that is present unless its value says no (`false`, `none`,
 * …); `key=value` matches that value, even if it is one of several.
 */
function askingLabel(labels: Readonly<Record<string, string>>, rules: readonly string[]): string | undefined {
  const read = rules.map((rule) => {
    const [, key = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(rule) ?? [];
    return { rule, key: plain(key), value: value === undefined ? undefined : plain(value) };
  });
  const keys = new Set(read.map(({ key }) => key));
  const named = Object.keys(labels)
    .map((name) => ({ key: plain(name), label: labels[name] ?? '' }))
    .filter(({ key }) => keys.has(key));
  return read.find(({ key, value }) => {
    const found = named.filter((label) => label.key === key).flatMap(({ label }) => valuesOf(label).map(plain));
    return value === undefined ? found.some((given) => !DENIALS.has(given)) : found.includes(value);
  })?.rule;
}

/** Treats `@security`, `security@example.com`, `security+oncall@example.com` and "Security Team" as the same name. */
function isPrivateUser(reference: string, privateUsers: readonly string[]): boolean {
  const whole = plain(reference).replace(/^@/, '');
  const [local = ''] = whole.split('@');
  const [base = ''] = local.split('+');
  return privateUsers.some((user) => [whole, local, base].map(joined).includes(joined(plain(user).replace(/^@/, ''))));
}

/**
 * People are found despite missing accents, full-width letters or invisible characters, so names are compared the same way
 * here.
 */
function plain(text: string): string {
  return text.normalize('NFKD').replace(UNSEEN, '').trim().toLowerCase();
}

/** Names are written with spaces, dots, underscores or hyphens. */
function joined(name: string): string {
  return name.replace(/[\s._-]+/g, '-');
}
