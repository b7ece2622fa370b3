import fc from 'fast-check';
import { channelNameOf } from '../../../../src/incident/model/channel-name';

describe('channelNameOf', () => {
  it('keeps the whole id of any length and any number of tries', () => {
    const id = fc.stringMatching(/^[A-Z0-9-]{1,64}$/);
    fc.assert(
      fc.property(id, fc.option(fc.integer({ min: 2, max: 99_999 }), { nil: undefined }), (incidentId, suffix) => {
        const name = channelNameOf(incidentId, suffix);
        expect(name).toMatch(/^[a-z0-9-]{1,80}$/);
        expect(name).toBe(`incident-${incidentId.toLowerCase()}${suffix === undefined ? '' : `-${suffix}`}`);
      }),
    );
  });
});
