import fc from 'fast-check';
import { actionId, BUTTONS, buttonValue, readButtonValue } from '../../../../src/slack/block-kit/buttons';

describe('the value of a button', () => {
  it('reads back as it was written, and fits into an entry of a menu', () => {
    const clicked = fc.record(
      {
        button: fc.constantFrom(...BUTTONS),
        incidentId: fc.stringMatching(/^[A-Z0-9-]{1,64}$/),
        revision: fc.nat(),
        userId: fc.stringMatching(/^[UW][A-Z0-9]{8,12}$/),
      },
      { requiredKeys: ['button', 'incidentId', 'revision'] },
    );
    fc.assert(
      fc.property(clicked, (value) => {
        expect(readButtonValue(buttonValue(value))).toEqual(value);
        expect(buttonValue(value).length).toBeLessThanOrEqual(150);
      }),
    );
  });

  it.each([
    '',
    'resolve',
    'resolve INC-1',
    'resolve INC-1 x',
    'explode INC-1 1',
    'resolve inc-1 1',
    'resolve INC-1 1 U1 U2',
    'constructor INC-1 1',
  ])('is not %j', (text) => {
    expect(readButtonValue(text)).toBeNull();
  });

  it('has an action id that tells items of one message apart', () => {
    expect(actionId('acknowledge')).toBe('incident.acknowledge');
    expect(actionId('addCandidate', 'U1')).toBe('incident.addCandidate.U1');
  });
});
