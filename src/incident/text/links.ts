const MAX_LINKS = 10;
const MAX_LENGTH = 2_000;
/** Remains of a template that was not filled in: `{{ .URL }}`, `${URL}`, `{TRIGGER.URL}`, `$LINK`, `<no value>`. */
const UNEXPANDED = /\{\{|\$\{|\{\$?[A-Z][A-Z0-9._]*\}|\$[A-Z][A-Z_]{2,}|%[A-Z_]{3,}%|<no value>|\[no value\]/;

/** An absolute http(s) URL with `|`, `<` and `>` encoded, so that it cannot carry its own label; null for anything else. */
export function readLink(raw: unknown): string | null {
  if (typeof raw !== 'string' || raw.length > MAX_LENGTH) return null;
  const text = raw.trim();
  // Control characters would vanish, so an address other than the one written would be shown.
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

/** The host of a link, as its label: a label must not hide where the link leads. It works for links not read here, too. */
export function hostOf(link: string): string {
  return /^https?:\/\/(?:[^/\\?#]*@)?([^/\\?#@]+)/i.exec(link)?.[1] ?? 'no host';
}

/** The usable links among many, each once. No more are examined than are kept. */
export function readLinks(raws: Iterable<unknown>): readonly string[] {
  const links = new Set<string>();
  for (const raw of raws) {
    const link = readLink(raw);
    if (link !== null) links.add(link);
    if (links.size === MAX_LINKS) break;
  }
  return [...links];
}
