const MAX_LINKS = 10;
const MAX_LENGTH = 2_000;
/** What a template leaves behind that was not filled in: `{{ .URL }}`, `${URL}`, `{TRIGGER.URL}`, `$LINK`, `<no value>`. */
const UNEXPANDED = /\{\{|\$\{|\{\$?[A-Z][A-Z0-9._]*\}|\$[A-Z][A-Z_]{2,}|%[A-Z_]{3,}%|<no value>|\[no value\]/;

/** An absolute http(s) URL with `|`, `<` and `>` encoded, so that it can carry no label of its own; null for all else. */
export function readLink(raw: unknown): string | null {
  if (typeof raw !== 'string' || raw.length > MAX_LENGTH) return null;
  const text = raw.trim();
  // Control characters inside would vanish, and another address than the one that was written would be shown.
  if (!/^https?:\/\/[^/\\]/i.test(text) || /\p{C}/u.test(text) || UNEXPANDED.test(text)) return null;
  try {
    const url = new URL(text);
    url.username = '';
    url.password = '';
    return url.href.replace(/\|/g, '%7C').replace(/</g, '%3C').replace(/>/g, '%3E');
  } catch {
    return null;
  }
}

/** The host of a link, for its label: what it is called must not hide where it leads. Of what was not read here, too. */
export function hostOf(link: string): string {
  return /^https?:\/\/(?:[^/\\?#]*@)?([^/\\?#@]+)/i.exec(link)?.[1] ?? 'no host';
}

/** The usable ones among many, each once; no more are looked at than are kept. */
export function readLinks(raws: Iterable<unknown>): readonly string[] {
  const links = new Set<string>();
  for (const raw of raws) {
    const link = readLink(raw);
    if (link !== null) links.add(link);
    if (links.size === MAX_LINKS) break;
  }
  return [...links];
}
