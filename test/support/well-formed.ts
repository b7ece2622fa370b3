const TOKEN = /<!--[\s\S]*?-->|<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|[^<]+/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML forbids them
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const ENTITY = /&(?!(?:amp|lt|gt|quot|#39);)/;

/** Why a text is not well-formed XML with a single root element; null if it is. */
export function malformed(xml: string): string | null {
  const open: string[] = [];
  let roots = 0;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < xml.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(xml);
    if (match === null) return `no markup at ${JSON.stringify(xml.slice(at, at + 60))}`;
    const [token, closing, name, attributes = '', empty] = match;
    if (FORBIDDEN.test(token) || ENTITY.test(token)) return `forbidden in ${JSON.stringify(token)}`;
    const names = [...attributes.matchAll(/([\w:-]+)="/g)].map(([, attribute]) => attribute);
    if (new Set(names).size < names.length) return `an attribute twice in ${token}`;
    if (name === undefined) {
      if (open.length === 0 && token.trim() !== '') return `text outside: ${JSON.stringify(token)}`;
    } else if (closing === '/') {
      const expected = open.pop();
      if (expected !== name) return `</${name}> where </${expected}> is due`;
    } else {
      if (open.length === 0) roots += 1;
      if (empty !== '/') open.push(name);
    }
  }
  return open.length > 0 || roots !== 1 ? `${roots} roots, left open: ${open.join(', ')}` : null;
}
