const MAX_LINKS = 10;
const MAX_LENGTH = 2_000;

/** An absolute http(s) URL with `|`, `<` and `>` encoded, so that it can carry no label of its own; null for all else. */
export function readLink(raw: unknown): string | null {
  if (typeof raw !== 'string' || raw.length > MAX_LENGTH || !/^\s*https?:\/\//i.test(raw)) return null;
  try {
    const url = new URL(raw.trim());
    url.username = '';
    url.password = '';
    return url.href.replace(/\|/g, '%7C').replace(/</g, '%3C').replace(/>/g, '%3E');
  } catch {
    return null;
  }
}

/** The usable ones among many, each once. */
export function readLinks(raws: readonly unknown[]): readonly string[] {
  const links = raws.map(readLink).filter((link) => link !== null);
  return [...new Set(links)].slice(0, MAX_LINKS);
}
