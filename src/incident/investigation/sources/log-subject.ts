import type { Service } from '../../model/investigation/service';

/** Shorter names, such as `db` or `web`, are everyday words. */
const MIN_NAME = 5;

/**
 * The service that a log line is about. Usually it is the one whose log it is; but a line that names a target of another
 * service, or a service that its own one needs, is about that.
 */
export function subjectOf(line: string, own: Service | null, services: readonly Service[]): string | null {
  const text = line.toLowerCase();
  const others = services.filter(({ name }) => name !== own?.name);
  const byTarget = others.find(({ targets }) => targets.some((target) => names(text, hostAndPort(target))));
  if (byTarget !== undefined) return byTarget.name;
  const needed = own?.dependsOn.filter((name) => name.length >= MIN_NAME) ?? [];
  return needed.find((name) => names(text, name.toLowerCase())) ?? own?.name ?? null;
}

/** `db.internal:5432` of both `db.internal:5432` and `https://db.internal:5432/x`. */
function hostAndPort(target: string): string {
  return target
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?/, '')
    .replace(/[/?#].*$/, '');
}

/** Whether the text contains the name as a word of its own: `cart` is not in `cart-cache` or `carts`. */
function names(text: string, name: string): boolean {
  if (name.length < MIN_NAME) return false;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const [before = '', after = ''] = [text[at - 1], text.slice(at + name.length, at + name.length + 2)];
    if (!/[\w.-]/.test(before) && !/^(?:[\w-]|\.\w)/.test(after)) return true;
  }
  return false;
}
