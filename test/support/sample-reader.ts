import type { Reader } from '../../src/demo/slack/draw/reader';

/** Dana reads, in Berlin, on the evening of 5 March 2026. */
export function sampleReader(changes: Partial<Reader> = {}): Reader {
  return {
    userId: 'U1',
    people: new Map([
      ['U1', { id: 'U1', realName: 'Dana Brandt', isBot: false }],
      ['U2', { id: 'U2', realName: 'Omar <b>Castillo</b>', isBot: false }],
      ['UBOT', { id: 'UBOT', realName: 'Incident', isBot: true }],
    ]),
    channels: new Map([['C1', 'incident-1']]),
    groups: new Map([['S1', 'payments']]),
    timeZone: 'Europe/Berlin',
    now: new Date('2026-03-05T20:00:00Z'),
    ...changes,
  };
}
