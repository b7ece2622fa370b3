import { REAL_NAME } from '../chaos/fault-points';

export const VICTIMS = ['worker', 'server', 'engine'] as const;
export type Victim = (typeof VICTIMS)[number];

export interface Kill {
  readonly victim: Victim;
  /** From the beginning of the run. */
  readonly atMs: number;
  readonly downMs: number;
}
/** Something that a person sends to an incident. */
export interface Sending {
  readonly name: 'acknowledge' | 'addNote' | 'escalate' | 'resolve';
  readonly text: string;
  readonly requestId: string;
  /** From the moment at which the one before was taken. */
  readonly afterMs: number;
  /** Sent a second time so much later, as somebody does who saw no answer. */
  readonly repeatAfterMs: number;
}
/** One incident: what is done to it, and where that must lead. */
export interface Script {
  readonly incidentId: string;
  readonly channelName: string;
  readonly email: string;
  readonly users: readonly string[];
  readonly severity: 'critical' | 'high' | 'medium';
  readonly atMs: number;
  readonly sendings: readonly Sending[];
  readonly ends: { readonly status: 'triggered' | 'acknowledged' | 'resolved'; readonly levels: number };
}
export interface Schedule {
  readonly kills: readonly Kill[];
  readonly scripts: readonly Script[];
}

/** How long a victim lives, and how long it stays dead; milliseconds. */
const RHYTHM: Readonly<Record<Victim, { lives: readonly [number, number]; dead: readonly [number, number] }>> = {
  worker: { lives: [8_000, 40_000], dead: [200, 4_000] },
  server: { lives: [20_000, 80_000], dead: [200, 6_000] },
  engine: { lives: [15_000, 70_000], dead: [200, 6_000] },
};

/** Critical incidents are left to the clock, and both levels are called; the others are handled by people. */
const KINDS: readonly { severity: Script['severity']; names: readonly Sending['name'][]; ends: Script['ends'] }[] = [
  { severity: 'critical', names: [], ends: { status: 'triggered', levels: 2 } },
  { severity: 'high', names: ['acknowledge', 'addNote', 'addNote', 'resolve'], ends: { status: 'resolved', levels: 0 } },
  { severity: 'medium', names: ['escalate', 'addNote', 'acknowledge', 'addNote'], ends: { status: 'acknowledged', levels: 1 } },
  { severity: 'critical', names: ['addNote'], ends: { status: 'triggered', levels: 2 } },
  { severity: 'high', names: ['addNote', 'escalate', 'acknowledge', 'resolve'], ends: { status: 'resolved', levels: 1 } },
];

/** Everything that happens in a run, drawn from the seed: incidents begin in the first half, kills come all the time. */
export function drawSchedule(seed: number, incidents: number, durationMs: number): Schedule {
  const between = drawing(seed);
  const kills = VICTIMS.flatMap((victim) => {
    const { lives, dead } = RHYTHM[victim];
    const drawn: Kill[] = [];
    for (let atMs = between(...lives); atMs < durationMs; ) {
      const downMs = between(...dead);
      drawn.push({ victim, atMs, downMs });
      atMs += downMs + between(...lives);
    }
    return drawn;
  });
  const scripts = Array.from({ length: incidents }, (_, index): Script => {
    const kind = KINDS[index % KINDS.length] as (typeof KINDS)[number];
    const incidentId = `ENDURE-${index + 1}`;
    const email = `person-${index + 1}@example.com`;
    const sendings = kind.names.map((name, number): Sending => {
      const requestId = `${incidentId}-request-${number + 1}`;
      const afterMs = between(100, durationMs / 10);
      return { name, text: `note ${requestId} of a person`, requestId, afterMs, repeatAfterMs: between(10, 10_000) };
    });
    const atMs = between(0, durationMs / 2);
    const { severity, ends } = kind;
    return {
      incidentId,
      channelName: `incident-${incidentId.toLowerCase()}`,
      email,
      users: [email, REAL_NAME],
      severity,
      atMs,
      sendings,
      ends,
    };
  });
  return { kills, scripts };
}

/** Mulberry32: the same seed, the same numbers on every machine. */
function drawing(seed: number): (from: number, to: number) => number {
  let state = seed >>> 0;
  return (from, to) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor(from + (((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * (to - from));
  };
}
