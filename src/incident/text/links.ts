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

const IMAGE_PATH = /\.(?:png|jpe?g|gif)(?:[?#]|$)/i;
/** What a link leads to, by patterns of its address. The first that matches counts. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/run-?book|play-?book/i, 'Runbook'],
  [/silence/i, 'Silence'],
  [IMAGE_PATH, 'Image'],
  [/[?&]viewPanel=|\/d-solo\//, 'Panel'],
  [/dashboard|\/d\/[\w-]+/i, 'Dashboard'],
  // What Prometheus and its like give as the source of an alert.
  [/\/graph\?(?:.*&)?g0\.expr=|\/explore\?|\/vmalert\//, 'Source'],
  [/\/alerting\/(?:grafana\/)?[^/?#]+\/(?:view|edit)/, 'Alert rule'],
];

/** What a link leads to, as far as its address says: `Runbook`, `Dashboard`; null if it does not say. */
export const linkKind = (link: string): string | null => KINDS.find(([pattern]) => pattern.test(link))?.[1] ?? null;

/** A link as people read it: what it leads to, and to which host. */
export const linkLabel = (link: string): string => `${linkKind(link) ?? 'Link'} (${hostOf(link)})`;

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
