import { findWithOnCall } from '../../../../src/activities/on-call-people';
import { renderChecked } from '../../../support/render-checked';
import { sampleIncident } from '../../../support/sample-incident';

/** Names that a schedule or a calendar gives are text from outside. */
const HOSTILE = ['<!channel>', '<@U123|ana>', '*bold* _x_ `code`', '<https://evil.example.com|Sign in>', 'x'.repeat(320), '&lt;!here&gt;'];

it('a name on call cannot mention anyone, link anywhere or fill the room', async () => {
  const onCall = { onCall: async () => ({ users: HOSTILE, asOf: '2026-01-01T10:00:00.000Z', ageMs: 0 }) };
  const found = await findWithOnCall(['@oncall:dba'], onCall, false, async (references) => ({
    resolved: [],
    unresolved: references.map((reference) => ({ reference, reason: 'no user has this name' })),
    resolutionRate: 0,
  }));
  const message = {
    kind: 'callForPeople',
    incident: sampleIncident(),
    why: null,
    takenBy: null,
    called: [],
    unresolved: found.unresolved,
    assigned: true,
  } as const;
  const { text, blocks } = renderChecked(message);
  const shown = `${text}${JSON.stringify(blocks)}`;
  expect(shown).toContain('is on call: no user has this name');
  expect(shown).not.toMatch(/<[!@#h]/);
  expect(shown.length).toBeLessThan(3_000);
});
