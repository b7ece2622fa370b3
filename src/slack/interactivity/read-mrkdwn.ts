import { unescaped } from '../transport/unescaped';

/** Ids of the people whom a message mentions, each once. */
export function namesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>/g)].map(([, userId = '']) => userId))];
}

/** A reference to people as it was typed; of someone mentioned, only the id, by which an incident knows them; no link of an address. */
export function readReference(text: string): string {
  const plain = text
    .replace(/<@([UW][A-Z0-9]+)\|[^<>]*>/g, '<@$1>')
    .replace(/(?:&lt;)?<mailto:([^|<>]+)(?:\|[^<>]*)?>(?:&gt;)?/gi, (_, address: string, at: number) =>
      at === 0 ? address : `<${address}>`,
    );
  return unescaped(plain);
}

/** A message's text as its readers see it: names for mentions, and no escapes. docs.slack.dev, "Formatting message text". */
export function readMrkdwn(text: string, names: ReadonlyMap<string, string>): string {
  const readable = text
    .replace(/<@([UW][A-Z0-9]+)(?:\|([^<>]*))?>/g, (_, userId: string, given?: string) => `@${names.get(userId) ?? (given || userId)}`)
    .replace(/<#[A-Z0-9]+\|([^<>]*)>/g, '#$1')
    .replace(/<!(?:subteam\^[A-Z0-9]+\|@?|)(\w[^<>|]*)(?:\|[^<>]*)?>/g, '@$1')
    .replace(/<((?:https?|mailto):[^<>|]*)\|([^<>]*)>/g, (_, url: string, label: string) =>
      url.endsWith(label) ? label : `${label} (${url})`,
    )
    .replace(/<((?:https?|mailto):[^<>|]*)>/g, '$1');
  return unescaped(readable);
}
