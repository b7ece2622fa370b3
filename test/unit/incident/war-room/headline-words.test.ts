import type { Gist } from '../../../../src/incident/model/finding';
import type { HeadlineMessage, NextUp } from '../../../../src/incident/model/room-message';
import { describeBroken, describeNext, firstSentence } from '../../../../src/incident/war-room/headline-words';
import { after } from '../../../support/sample-state';

const AT = after(600);
const level = (name: string, ...users: string[]) => ({ level: { number: 1, level: { name, users }, again: false }, at: AT });
type Team = HeadlineMessage['team'];

/** Every sentence of the headline about what comes next, as people read it. */
it.each<[NextUp, Team, string, string | null]>([
  [
    { kind: 'acknowledge', calls: level('level 1', 'ben@example.com'), allCalled: false },
    null,
    'unless someone acknowledges, ben@example.com (escalation level 1) is paged',
    AT,
  ],
  [
    { kind: 'acknowledge', calls: level('everybody'), allCalled: false },
    null,
    'unless someone acknowledges, everyone is paged again (escalation level 1)',
    AT,
  ],
  [
    { kind: 'acknowledge', calls: level('everybody'), allCalled: false },
    [],
    'escalation level 1 pages no one in Slack (no one has been found)',
    AT,
  ],
  [{ kind: 'acknowledge', calls: null, allCalled: true }, null, 'someone must acknowledge: every escalation level has been paged', null],
  [{ kind: 'acknowledge', calls: null, allCalled: false }, null, 'someone must acknowledge', null],
  [
    { kind: 'news', at: AT, wantsCommander: true },
    null,
    'someone must take command; unless someone posts an update, a reminder follows',
    AT,
  ],
  [{ kind: 'news', at: null, wantsCommander: true }, null, 'someone must take command', null],
  [{ kind: 'news', at: AT, wantsCommander: false }, null, 'unless someone posts an update, a reminder follows', AT],
  [{ kind: 'close', at: AT }, null, 'unless it is reopened, the incident closes permanently', AT],
])('%j is told to %j in its words', (next, team, text, at) => {
  expect(describeNext(next, team)).toEqual({ text, at });
});

const NONE = { ok: 0, warn: 0, fail: 0, unknown: 0 };
const gist = (changes: Partial<Gist> = {}): Gist => ({ worst: null, others: 0, conclusive: 3, probes: 3, ...changes });
const wrong = (status: 'fail' | 'warn', target: string | null = null) => ({ status, title: 'HTTP health', target, summary: 'HTTP 503.' });

describe('what is broken', () => {
  it.each<[Gist, string]>([
    [gist(), 'no probe found anything wrong'],
    [gist({ worst: wrong('fail', 'https://shop') }), 'HTTP health (https://shop) fails: HTTP 503'],
    [gist({ worst: wrong('fail'), others: 1 }), 'HTTP health fails: HTTP 503; 1 more probe fails'],
    [gist({ worst: wrong('warn'), others: 2 }), 'HTTP health warns: HTTP 503; 2 more probes warn'],
    [gist({ conclusive: 0 }), 'the state is unknown: none of the 3 probes could tell'],
    [gist({ conclusive: 0, probes: 1 }), 'the state is unknown: the only probe could not tell'],
    [gist({ conclusive: 0, probes: 0 }), 'the state is unknown: no probe matched'],
  ])('is told for %j', (found, text) => {
    expect(describeBroken({ counts: NONE, health: null, confidence: 0, gist: found }, false)).toBe(text);
  });

  it('is not known before the first result, and was known before the next one', () => {
    expect(describeBroken(null, false)).toBe('what is broken is not known yet');
    expect(describeBroken(null, true)).toBe('it is being investigated again');
    expect(describeBroken({ counts: NONE, health: 100, confidence: 60, gist: gist() }, true)).toBe(
      'it is being investigated again; before that: no probe found anything wrong',
    );
  });

  it.each<[Partial<Record<'ok' | 'warn' | 'fail' | 'unknown', number>>, number | null, string]>([
    [{}, null, 'the state is unknown: no probe matched'],
    [{ ok: 3 }, 100, 'health 100/100, 0 of 3 probes failed (60% observed)'],
    [{ ok: 1, warn: 2, fail: 3, unknown: 4 }, 42, 'health 42/100, 3 of 10 probes failed, 2 warn, 4 unknown (60% observed)'],
    [{ unknown: 2 }, null, 'health unknown, 0 of 2 probes failed, 2 unknown (60% observed)'],
  ])('is told in figures where older code left nothing else: %j', (counts, health, text) => {
    expect(describeBroken({ counts: { ...NONE, ...counts }, health, confidence: 60 }, false)).toBe(text);
  });
});

it.each([
  ['\n\nThe pool is full. Clients wait.', 'The pool is full.'],
  ['version 1.2 is out of reach', 'version 1.2 is out of reach'],
  [' \n', ''],
  [`${'x'.repeat(398)}👩‍👧 and more`, `${'x'.repeat(398)}…`],
])('the first sentence of %j', (text, sentence) => {
  expect(firstSentence(text)).toBe(sentence);
});
