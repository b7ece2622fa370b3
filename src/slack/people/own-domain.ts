/** Public email providers: none of these domains belongs to one workspace, whoever its members are. */
const PUBLIC_MAIL = new Set([
  'aol.com',
  'fastmail.com',
  'gmail.com',
  'gmx.com',
  'gmx.de',
  'gmx.net',
  'googlemail.com',
  'hey.com',
  'hotmail.com',
  'icloud.com',
  'live.com',
  'mail.ru',
  'me.com',
  'msn.com',
  'naver.com',
  'outlook.com',
  'pm.me',
  'proton.me',
  'protonmail.com',
  'qq.com',
  'web.de',
  'yahoo.com',
  'yandex.ru',
  '163.com',
]);

/**
 * The workspace's own email domain: the one used by most of its members. Null if there is none, for example when most
 * members are guests or use a public email provider.
 */
export function ownDomainOf(domains: ReadonlyMap<string, number>): string | null {
  const all = [...domains.values()].reduce((sum, count) => sum + count, 0);
  const [own] = [...domains].find(([, count]) => 2 * count > all) ?? [];
  return own === undefined || PUBLIC_MAIL.has(own) ? null : own;
}

/** In lower case; null if the address has no domain. */
export function domainOf(address: string): string | null {
  return /@([^@\s]+)$/.exec(address)?.[1]?.toLowerCase() ?? null;
}
