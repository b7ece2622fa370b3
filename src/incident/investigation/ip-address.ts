/** An address in canonical form. */
export interface IpAddress {
  readonly text: string;
  readonly version: 4 | 6;
  /** All bits as a number. */
  readonly value: bigint;
}

export interface IpRange {
  /** In CIDR notation: `10.0.0.0/8`. */
  readonly text: string;
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

const BITS = { 4: 32, 6: 128 } as const;
/** A name has at most 253 characters; full-width spellings and zones may add a few. */
const MAX_CHARS = 300;
/** An IPv4 address mapped into IPv6, in its shortest form. */
const MAPPED = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/**
 * The canonical form of a host, as every program ends up resolving it. Decimal, hexadecimal, octal, short and IPv6-mapped
 * forms of an IPv4 address become four decimal numbers. Any other IPv6 address becomes its shortest form without zone and
 * brackets. A name becomes lower-case ASCII without a trailing dot. Null for anything that cannot be a host.
 */
export function canonicalHost(text: string): string | null {
  if (text.length > MAX_CHARS) return null;
  const bare = text.replace(/^\[|\]$/g, '');
  const isIpv6 = bare.includes(':');
  // A zone names an interface of one machine, so the address is judged without it.
  const address = isIpv6 ? `[${bare.replace(/%.*$/, '')}]` : bare;
  if (/[\s/?#@\\%]/.test(address) || !URL.canParse(`http://${address}/`)) return null;
  const host = new URL(`http://${address}/`).hostname.replace(/^\[|\]$|\.+$/g, '');
  const [, high, low] = MAPPED.exec(host) ?? [];
  return high === undefined || low === undefined ? host || null : dotted((BigInt(`0x${high}`) << 16n) | BigInt(`0x${low}`));
}

/** Reads an address in any form; null for a name or anything that is not a host. */
export function readAddress(text: string): IpAddress | null {
  const host = canonicalHost(text);
  if (host === null) return null;
  if (host.includes(':')) return { text: host, version: 6, value: ipv6Value(host) };
  return /^\d+(\.\d+){3}$/.test(host) ? { text: host, version: 4, value: ipv4Value(host) } : null;
}

/** Reads `ADDRESS/BITS` or a single address; null for anything else. */
export function readRange(text: string): IpRange | null {
  const [, host = '', length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text.trim()) ?? [];
  const address = readAddress(host);
  if (address === null) return null;
  const { version, value } = address;
  const bits = length === undefined ? BITS[version] : Number(length);
  if (bits > BITS[version]) return null;
  const span = 1n << BigInt(BITS[version] - bits);
  const first = value - (value % span);
  return { text: text.trim(), version, first, last: first + span - 1n };
}

/** A range written as a literal in the code. @throws Error if it cannot be read. */
export function knownRange(text: string): IpRange {
  const range = readRange(text);
  if (range === null) throw new Error(`${text} is not an address range`);
  return range;
}

export function contains({ version, first, last }: IpRange, address: IpAddress): boolean {
  return version === address.version && first <= address.value && address.value <= last;
}

/** The first host of a range, which an engine uses for a bridge's own address by default. */
export function firstHost({ version, first }: IpRange): IpAddress {
  return addressOf(first + 1n, version);
}

/** IPv6 forms that carry an IPv4 address, and its position. */
const CARRIERS: readonly { readonly range: IpRange; readonly read: (value: bigint) => readonly bigint[] }[] = [
  ...['::/96', '::ffff:0:0:0/96', '64:ff9b::/96'].map((text) => ({ range: knownRange(text), read: (value: bigint) => [value] })),
  // A network may put its own prefix of 48, 56, 64 or 96 bits there (RFC 6052); bits 64 to 71 stay empty.
  {
    range: knownRange('64:ff9b:1::/48'),
    read: (value) => [
      value,
      ((value >> 48n) & 0xffff_0000n) | ((value >> 40n) & 0xffffn),
      ((value >> 40n) & 0xff00_0000n) | ((value >> 32n) & 0xff_ffffn),
      value >> 24n,
    ],
  },
  { range: knownRange('2002::/16'), read: (value) => [value >> 80n] },
  { range: knownRange('2001::/32'), read: (value) => [~value] },
];
const MASK = 0xffff_ffffn;
const ISATAP = 0x5efen;

/** The IPv4 addresses to which a translator or tunnel could forward this IPv6 address. */
export function carriedIpv4s(address: IpAddress): readonly IpAddress[] {
  if (address.version === 4) return [];
  const { value } = address;
  const isIsatap = ((value >> 32n) & 0xfdff_ffffn) === ISATAP;
  const carried = CARRIERS.find(({ range }) => contains(range, address))?.read(value) ?? (isIsatap ? [value] : []);
  return carried.map((bits) => addressOf(bits & MASK, 4));
}

function addressOf(value: bigint, version: 4 | 6): IpAddress {
  if (version === 4) return { text: dotted(value), version, value };
  const groups = parts(value, 8, 16n).map((part) => part.toString(16));
  return { text: canonicalHost(groups.join(':')) ?? groups.join(':'), version, value };
}

function dotted(value: bigint): string {
  return parts(value, 4, 8n).join('.');
}

function parts(value: bigint, count: number, bits: bigint): number[] {
  return Array.from({ length: count }, (_, index) => Number((value >> (bits * BigInt(count - 1 - index))) & ((1n << bits) - 1n)));
}

function ipv4Value(text: string): bigint {
  return text.split('.').reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

/** Expects canonical text, which consists only of hexadecimal groups. */
function ipv6Value(text: string): bigint {
  const [head = '', tail] = text.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}
