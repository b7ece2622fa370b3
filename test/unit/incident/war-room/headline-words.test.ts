import type { HeadlineMessage, NextUp } from '../../../../src/incident/model/room-message';
import { describeNext, describeResult } from '../../../../src/incident/war-room/headline-words';
import { after } from '../../../support/sample-state';

const AT = after(600);
const level = (name: string, ...users: string[]) => ({ level: { number: 1, level: { name, users }, again: false }, at: AT });
type Team = HeadlineMessage['team'];

/** Every sentence of the headline about what comes next, as people read it. */
it.each<[NextUp, Team, string, string | null]>([
  [
    { kind: 'acknowledge', calls: level('level 1', 'ben@example.com'), allCalled: false },
    null,
    'acknowledge with: incident ack A-1; otherwise, ben@example.com (escalation level 1) is paged',
    AT,
  ],
  [
    { kind: 'acknowledge', calls: level('everybody'), allCalled: false },
    null,
    'acknowledge with: incident ack A-1; otherwise, everyone is paged again (escalation level 1)',
    AT,
  ],
  [
    { kind: 'acknowledge', calls: level('everybody'), allCalled: false },
    [],
    'acknowledge with: incident ack A-1; otherwise, escalation level 1 pages no one in Slack (no one has been found)',
    AT,
  ],
  [
    { kind: 'acknowledge', calls: null, allCalled: true },
    null,
    'acknowledge with: incident ack A-1; every escalation level has been reached; to page people by name: incident add A-1 USER',
    null,
  ],
  [{ kind: 'acknowledge', calls: null, allCalled: false }, null, 'acknowledge with: incident ack A-1', null],
  [
    { kind: 'news', at: AT, wantsCommander: true },
    null,
    'assign a commander: incident assign A-1 USER --role commander; unless someone posts an update, a reminder follows',
    AT,
  ],
  [{ kind: 'news', at: null, wantsCommander: true }, null, 'assign a commander: incident assign A-1 USER --role commander', null],
  [{ kind: 'news', at: AT, wantsCommander: false }, null, 'unless someone posts an update, a reminder follows', AT],
  [{ kind: 'close', at: AT }, null, 'unless it is reopened, the incident closes permanently', AT],
])('%j is told to %j in its words', (next, team, text, at) => {
  expect(describeNext(next, { incidentId: 'A-1', team })).toEqual({ text, at });
});

it.each<[Partial<Record<'ok' | 'warn' | 'fail' | 'unknown', number>>, number | null, string]>([
  [{}, null, 'no probe matched: state unknown'],
  [{ ok: 3 }, 100, 'health 100/100, 0 of 3 probes failed (confidence 60%)'],
  [{ ok: 1, warn: 2, fail: 3, unknown: 4 }, 42, 'health 42/100, 3 of 10 probes failed, 2 warn, 4 unknown (confidence 60%)'],
  [{ unknown: 2 }, null, 'health unknown, 0 of 2 probes failed, 2 unknown (confidence 60%)'],
])('the result of %j is told in one line', (counts, health, text) => {
  expect(describeResult({ counts: { ok: 0, warn: 0, fail: 0, unknown: 0, ...counts }, health, confidence: 60 })).toBe(text);
});
