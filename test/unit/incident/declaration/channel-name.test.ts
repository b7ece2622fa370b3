import fc from 'fast-check';
import { channelNameOf } from '../../../../src/incident/declaration/channel-name';

describe('channelNameOf', () => {
  it('keeps the whole id, whatever its length', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9-]{1,64}$/), (incidentId) => {
        expect(channelNameOf(incidentId)).toBe(`incident-${incidentId.toLowerCase()}`);
        expect(channelNameOf(incidentId)).toMatch(/^[a-z0-9-]{1,80}$/);
      }),
    );
  });
});
