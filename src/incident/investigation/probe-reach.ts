import { carriedIpv4s, contains, type IpAddress, type IpRange, knownRange, readAddress, readRange } from './ip-address';
import { readTarget } from './target';

/** Which addresses probes may reach, as configured in CIDR notation. */
export interface ProbeReach {
  /** If empty, everything is allowed except denied addresses and those that must never be reached. */
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}
export const REACH_ALL: ProbeReach = { allow: [], deny: [] };

/** Why an address is out of reach. All but `denied` and `not_allowed` apply whatever the configuration says. */
export type ReachRule = 'loopback' | 'link_local' | 'metadata' | 'gateway' | 'special' | 'denied' | 'not_allowed';

/** A host that no probe may contact. */
export interface OutOfReach {
  /** The address, or the name if the name alone decides. */
  readonly host: string;
  readonly rule: ReachRule;
}

const ranges = (...texts: readonly string[]): readonly IpRange[] => texts.map(knownRange);

/** In the order of checking. The cloud providers' documentation says where they serve a machine's credentials. */
const NEVER: readonly [ReachRule, readonly IpRange[]][] = [
  ['loopback', ranges('127.0.0.0/8', '0.0.0.0/8', '::1/128', '::/128')],
  [
    'metadata',
    [
      ...ranges('168.63.129.16', '100.100.100.200', '192.0.0.192'),
      ...ranges('fd00:ec2::/32', 'fd20:ce::254', 'fd00:c1::a9fe:a9fe', 'fd00:42::42', 'fd00:a9fe:a9fe::/48'),
    ],
  ],
  ['link_local', ranges('169.254.0.0/16', 'fe80::/10')],
  ['special', ranges('224.0.0.0/4', '240.0.0.0/4', 'ff00::/8')],
];
const NAMES: readonly [ReachRule, RegExp][] = [
  ['loopback', /^(?:.+\.)?localhost(?:\.localdomain)?$/],
  [
    'metadata',
    /^(?:metadata|metadata\.google\.internal|(?:.+\.)?metadata\.goog|metadata\.azure\.internal|instance-data(?:\.ec2\.internal)?)$/,
  ],
  // Desktop engines use these names for the machine that hosts their virtual machine.
  [
    'gateway',
    /^(?:(?:.+\.)?docker\.internal|docker\.for\.(?:mac|win)\..+|(?:host|gateway)\.(?:containers|lima|minikube|orb|rancher-desktop)\.internal)$/,
  ],
];

/**
 * Whether probes may contact this host, as far as that is known without looking its name up. An IPv6 address that carries
 * an IPv4 address is judged as both.
 * @param gateways Addresses of the engine's bridges. Behind them is the engine's own machine.
 */
export function whyOutOfReach(host: string, reach: ProbeReach, gateways: readonly string[] = []): OutOfReach | null {
  const address = readAddress(host);
  const rule = address === null ? ruleOfName(host) : ruleOfAddress(address, reach, gateways);
  return rule === null ? null : { host: address?.text ?? host, rule };
}

/**
 * Does the same for a whole target, to announce in advance that it will be skipped. Null, too, if the target cannot be read.
 */
export function whyTargetIsOutOfReach(text: string, reach: ProbeReach): OutOfReach | null {
  const target = readTarget(text);
  return target === null ? null : whyOutOfReach(target.host, reach);
}

function ruleOfName(name: string): ReachRule | null {
  return NAMES.find(([, names]) => names.test(name.toLowerCase()))?.[0] ?? null;
}

function ruleOfAddress(address: IpAddress, reach: ProbeReach, gateways: readonly string[]): ReachRule | null {
  const all = [address, ...carriedIpv4s(address)];
  const isIn = (list: readonly IpRange[], one: IpAddress): boolean => list.some((range) => contains(range, one));
  const forbidden: readonly [ReachRule, readonly IpRange[]][] = [
    ...NEVER,
    ['gateway', readRanges(gateways)],
    ['denied', readRanges(reach.deny)],
  ];
  const hit = forbidden.find(([, list]) => all.some((one) => isIn(list, one)));
  if (hit !== undefined) return hit[0];
  const allowed = readRanges(reach.allow);
  return allowed.length === 0 || all.every((one) => isIn(allowed, one)) ? null : 'not_allowed';
}

const readRanges = (texts: readonly string[]): readonly IpRange[] => texts.flatMap((text) => readRange(text) ?? []);

const WORDS: Readonly<Record<ReachRule, string>> = {
  loopback: 'a loopback address, which probes never contact: inside a container it is the container itself',
  link_local: 'a link-local address, which probes never contact: clouds hand out credentials there',
  metadata: 'a cloud metadata service, which probes never contact: it hands out credentials',
  gateway: "the container engine's host, which probes never contact",
  special: "a multicast or reserved address, not a machine's",
  denied: 'denied by probes.deny',
  not_allowed: 'not allowed by probes.allow',
};
const CONFIGURE = "Change probes.allow or probes.deny in the probe worker's configuration, or choose another target.";
const OTHER_ADDRESS = 'Give the target an address that other machines can reach.';

/** A human-readable clause: `169.254.169.254 is a link-local address, which …`. */
export function tellOutOfReach({ host, rule }: OutOfReach): string {
  return `${host} is ${WORDS[rule]}`;
}

export function remedyOutOfReach({ rule }: OutOfReach): string {
  return rule === 'denied' || rule === 'not_allowed' ? CONFIGURE : OTHER_ADDRESS;
}
