import fc from 'fast-check';
import type { Briefing } from '../../../../src/incident/war-room/briefing';
import { renderBriefing, renderWho } from '../../../../src/slack/block-kit/briefing';
import { after } from '../../../support/sample-state';

const AT = after(600);
const dba = { userId: 'U1', name: 'dba', reference: 'dba@example.com', method: 'email' as const };

function briefing(text: string, changes: Partial<Briefing> = {}): Briefing {
  const person = { reference: text, name: text, userId: null };
  return {
    incidentId: 'A-1',
    title: text,
    severity: 'critical',
    status: 'acknowledged',
    createdAt: after(0),
    resolvedBy: null,
    room: null,
    known: {
      worst: { status: 'fail', title: text, target: text, summary: text },
      others: 2,
      conclusive: 5,
      probes: 8,
      health: 38,
      confidence: 70,
      firstAction: text,
    },
    people: {
      roles: { commander: null, communications: person, scribe: null },
      acknowledgedBy: text,
      acknowledgedById: null,
      acknowledgedAt: AT,
      called: Array.from({ length: 40 }, (_, index) => ({ ...dba, userId: `U${index}` })),
      silent: [dba],
      declined: ['U3'],
      missing: Array(20).fill(text),
      sought: [text],
    },
    latestNote: { actor: text, note: text, at: AT },
    blocked: [{ step: 'investigate', problem: { code: 'x', message: text, mend: text } }],
    next: { kind: 'news', at: AT, wantsCommander: true },
    haveRecovered: true,
    asked: { kind: 'acknowledge' },
    ...changes,
  };
}

function linesOf(rendered: ReturnType<typeof renderBriefing>): string[] {
  return (rendered.blocks ?? []).flatMap((block) => (block.type === 'section' ? (block.text?.text.split('\n') ?? []) : []));
}

it('has at most ten lines and mentions only who was called, whatever text it is given', () => {
  const hostile = fc.constantFrom('<!channel>', 'a\nb\nc', '<@U9>', 'x'.repeat(50_000), '&'.repeat(3_000), '');
  fc.assert(
    fc.property(hostile, (text) => {
      for (const rendered of [renderBriefing(briefing(text)), renderWho(briefing(text))]) {
        const lines = linesOf(rendered);
        expect(lines.length).toBeLessThanOrEqual(10);
        expect(lines.join('\n').replace(/<@U\d+>|<!date\^\d+\^[^|<>]+\|[^<>]+>/g, '')).not.toMatch(/[<>]/);
        expect(JSON.stringify(rendered)).not.toContain('<@U9>"');
      }
    }),
  );
});

it('says what is broken, how surely, who has it and what is asked of the reader', () => {
  const lines = linesOf(renderBriefing(briefing('db', { blocked: [], next: null, haveRecovered: false })));
  expect(lines[0]).toMatch(/^🔴 critical: \*db\* \(A-1\), since .+; acknowledged by db$/);
  expect(lines.slice(1, 4)).toEqual([
    '*What is broken:* db (db) fails: db; 2 more probes fail',
    '*Observed:* 70%: 5 of 8 probes could tell',
    '*Do first:* db',
  ]);
  expect(lines.at(-1)).toBe('*You:* acknowledge if you can take it.');
});

it.each<[Briefing['asked'], string]>([
  [
    { kind: 'lead', isCommander: true, wantsCommander: false, updateBy: null },
    "you're in command. To post an update: `/incident note TEXT`",
  ],
  [
    { kind: 'lead', isCommander: false, wantsCommander: true, updateBy: null },
    'you acknowledged it, so you lead until there is a commander.',
  ],
  [{ kind: 'role', role: 'scribe' }, 'you hold the scribe role'],
  [{ kind: 'work' }, 'the incident is assigned to you'],
  [{ kind: 'nothing', because: 'declined' }, "nothing is asked of you: you said that you can't take it"],
  [{ kind: 'nothing', because: 'ended' }, 'nothing is asked of you: the incident is over'],
  [{ kind: 'nothing', because: 'notCalled' }, 'nothing is asked of you. If you know something, say it in the thread'],
])('asks %j', (asked, words) => {
  expect(linesOf(renderBriefing(briefing('db', { asked }))).at(-1)).toContain(words);
});

it('asks nothing of no one in particular, and claims nothing that is not known', () => {
  const early = { known: null, haveRecovered: false, asked: null, severity: null, status: 'triggered' as const };
  const text = linesOf(renderBriefing(briefing('db', early))).join('\n');
  expect(text).toContain('*What is broken:* not known yet');
  expect(text).toContain('no one has acknowledged it');
  expect(text).not.toContain('*You:*');
});

it('gives the alert for as long as nothing else is known', () => {
  const early = { known: null, haveRecovered: false, alert: 'The pool is exhausted.' };
  expect(linesOf(renderBriefing(briefing('db', early))).slice(1, 3)).toEqual([
    '*Alert:* The pool is exhausted.',
    '*What is broken:* not known yet',
  ]);
  expect(linesOf(renderBriefing(briefing('db', { alert: 'The pool is exhausted.' }))).join('\n')).not.toContain('*Alert:*');
});

it.each(['resolved', 'cancelled'] as const)('looks back, and asks for nothing, once it is %s', (status) => {
  const over = briefing('db', { status, haveRecovered: false, asked: { kind: 'nothing', because: 'ended' } });
  const text = linesOf(renderBriefing(over)).join('\n');
  expect(text).toContain('*Last investigation:* db (db) fails: db; 2 more probes fail');
  for (const rendered of [renderBriefing(over), renderWho(over)])
    expect(linesOf(rendered).join('\n')).not.toMatch(
      /Do first|How sure|Observed|What is broken|no sign yet|No sign yet|[Nn]ot found|searching/,
    );
});

it('names no one twice if no one has answered', () => {
  const { people } = briefing('db');
  const quiet = briefing('db', { people: { ...people, called: [dba], silent: [dba], declined: [], missing: [], sought: [] } });
  for (const rendered of [renderBriefing(quiet), renderWho(quiet)]) {
    const lines = linesOf(rendered);
    expect(lines).toContain('*People:* <@U1>; no answer yet');
    expect(lines.filter((line) => line.includes('<@U1>'))).toHaveLength(1);
  }
});

it('tells who is who', () => {
  const lines = linesOf(renderWho(briefing('db', { asked: null })));
  expect(lines.slice(1)).toEqual([
    '*In command:* no one  *Communications:* db',
    expect.stringMatching(/^\*Acknowledged by:\* db at /),
    expect.stringMatching(/^\*People:\* <@U0> .+ and 25 more$/),
    '*No sign yet of:* <@U1>',
    "*Can't take it:* <@U3>",
    expect.stringMatching(/^\*Not found:\* (db, ){9}db and 10 more\. To page someone: `\/incident add @PERSON`$/),
    '*Still searching for:* db',
  ]);
});
