import { carriedIpv4s, contains, type IpAddress, type IpRange, knownRange, readAddress, readRange } from './ip-address';
import { readTarget } from './target';

/** What of the network probes may reach, as configured: CIDR notation. */
export interface ProbeReach {
  /** Empty: everything but what is denied and what is never reached. */
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}
export const REACH_ALL: ProbeReach = { allow: [], deny: [] };

/** Why an address is out of reach; the first ones cannot be configured away. */
export type ReachRule = 'loopback' | 'link_local' | 'metadata' | 'gateway' | 'special' | 'denied' | 'not_allowed';

/** A host that no probe may look at. */
export interface OutOfReach {
  /** The address, or the name where the name itself tells. */
  readonly host: string;
  readonly rule: ReachRule;
}

const ranges = (...texts: readonly string[]): readonly IpRange[] => texts.map(knownRange);

/** In the order in which they are looked at. Where clouds serve a machine's credentials comes from their documentation. */
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
  // What the engines of desktops call the machine around their virtual one.
  [
    'gateway',
    /^(?:(?:.+\.)?docker\.internal|docker\.for\.(?:mac|win)\..+|(?:host|gateway)\.(?:containers|lima|minikube|orb|rancher-desktop)\.internal)$/,
  ],
];

/**
 * Whether probes may look at this host, by what can be told without looking a name up. An IPv6 address that carries an
 * IPv4 one is judged as both.
 * @param gateways Own addresses of the engine's bridges: behind them is the engine's machine itself.
 */
export function whyOutOfReach(host: string, reach: ProbeReach, gateways: readonly string[] = []): OutOfReach | null {
  const address = readAddress(host);
  const rule = address === null ? ruleOfName(host) : ruleOfAddress(address, reach, gateways);
  return rule === null ? null : { host: address?.text ?? host, rule };
}

/** The same of a whole target, for whoever wants to say beforehand that it will be left out. Null also for what cannot be read. */
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
  loopback: 'a loopback address, and probes never reach those: in a container it would mean the container itself',
  link_local: 'a link-local address, and probes never reach those: clouds hand out credentials there',
  metadata: 'a metadata service of a cloud, and probes never reach those: they hand out credentials',
  gateway: 'the engine’s own machine as its containers see it, and probes never reach that',
  special: 'not the address of one machine',
  denied: 'denied to probes (probes.deny)',
  not_allowed: 'not among what probes may reach (probes.allow)',
};
const CONFIGURE = 'Change probes.allow or probes.deny in the configuration of the probes’ worker, or name another target.';
const OTHER_ADDRESS = 'Name the target by an address that other machines can reach.';

/** A clause for people: `169.254.169.254 is a link-local address, and …`. */
export function tellOutOfReach({ host, rule }: OutOfReach): string {
  return `${host} is ${WORDS[rule]}`;
}

export function remedyOutOfReach({ rule }: OutOfReach): string {
  return rule === 'denied' || rule === 'not_allowed' ? CONFIGURE : OTHER_ADDRESS;
}
