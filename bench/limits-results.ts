import type { Limits } from './limits';
import { columns, figure } from './table';

/** The bench under Slack's rate limits as lines of the table. */
export function limitsLines(limits: Limits): string[] {
  const {
    incidents,
    speed,
    rooms,
    lastRoomSeconds,
    completeSeconds,
    callsEach,
    taken,
    takenByMethod,
    refused,
    limitedMethods,
    refusedMost,
  } = limits;
  return [
    '',
    `Slack's rate limits, ${speed} times as fast: ${incidents} incidents at once, times in Slack's seconds`,
    ...columns([
      ['  rooms made', `${rooms}`],
      ...Object.entries(lastRoomSeconds).map(([severity, seconds]) => [`  last headline, ${severity}`, figure(seconds)]),
      ['  all complete', figure(completeSeconds)],
      ['  calls an incident', figure(callsEach)],
      ...Object.entries(takenByMethod).map(([method, each]) => [`    ${method}`, figure(each)]),
      ['  calls taken', `${taken}`],
      ['  calls refused', `${refused}`, `${limitedMethods.length} methods were limited: ${limitedMethods.join(', ')}`],
      ['  the same call refused at most', `${refusedMost}`],
    ]),
  ];
}

/** For each method that Slack limits, a few calls are under way when it refuses the first. */
const REFUSED_A_METHOD = 8;
/** The response, a page for two people in the room, and a direct message to each. */
const CALLS_EACH = 13.5;

export function limitsGoals({ incidents, rooms, lastRoomSeconds, callsEach, refused, limitedMethods, refusedMost }: Limits) {
  return [
    { name: `${incidents} incidents under Slack's limits: rooms that were not made`, measured: incidents - rooms, atMost: 0 },
    { name: 'last critical headline, share of the last low one', measured: lastRoomSeconds.critical / lastRoomSeconds.low, atMost: 0.8 },
    {
      name: 'calls refused, for each method that Slack limited',
      measured: refused / Math.max(1, limitedMethods.length),
      atMost: REFUSED_A_METHOD,
    },
    { name: 'calls to Slack, for each incident', measured: callsEach, atMost: CALLS_EACH },
    { name: 'refusals of the same call', measured: refusedMost, atMost: 1 },
  ];
}
