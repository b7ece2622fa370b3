import type { Gist } from '../model/finding';

/** What fails or warns, in one sentence without an end: `HTTP health (https://shop) fails: HTTP 503`. */
export function describeWorst({ worst, others, conclusive, probes }: Gist): string {
  if (worst === null) return conclusive === 0 ? nothingSeen(probes) : 'no probe found anything wrong';
  const { title, target, summary, status } = worst;
  const further = others === 0 ? '' : `; ${others} more ${others === 1 ? 'probe' : 'probes'} ${VERBS[status][others === 1 ? 0 : 1]}`;
  return `${title}${target === null ? '' : ` (${target})`} ${VERBS[status][0]}: ${summary.replace(/[.!]$/, '')}${further}`;
}

const VERBS = { fail: ['fails', 'fail'], warn: ['warns', 'warn'] } as const;

function nothingSeen(probes: number): string {
  return probes === 0
    ? 'not known: no probe matched'
    : `not known: ${probes === 1 ? 'the only probe' : `none of the ${probes} probes`} could tell`;
}

/** How well the state was observed, in words and per cent, and what that rests on. */
export function describeConfidence({ conclusive, probes }: Gist, confidence: number): string {
  return `${confidenceWord(confidence)} (${confidence}%): ${conclusive} of ${probes} ${probes === 1 ? 'probe' : 'probes'} could tell`;
}

export function confidenceWord(confidence: number): 'none' | 'low' | 'fair' | 'high' {
  if (confidence >= 80) return 'high';
  if (confidence >= 50) return 'fair';
  return confidence > 0 ? 'low' : 'none';
}
