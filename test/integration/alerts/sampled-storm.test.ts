import { rideOut } from '../../alert-storm/ride-out';
import { describeWith } from '../../support/needs';

const WITHIN_MS = 300_000;

/** A small part of `npm run test:alert-storm`. */
describeWith(['temporal'], 'a small storm of alerts while gateways and worker are killed', () => {
  it(
    'opens one incident a group, and loses nothing that was accepted',
    async () => {
      const { problems } = await rideOut({ seed: 7, groups: 5, each: 100, kills: { gateway: 2, worker: 2 } });
      expect(problems).toEqual([]);
    },
    WITHIN_MS,
  );
});
