import { pageAmidKills } from '../../page-kills/page-amid-kills';
import { describeWith } from '../../support/needs';

const WITHIN_MS = 300_000;

/** A small part of `npm run test:pages`. */
describeWith(['temporal'], 'pages through every service while the worker is killed', () => {
  it(
    'reach everyone once for each level, and end with the incident',
    async () => {
      const { problems, incidents } = await pageAmidKills({ seed: 7, every: '2s', kills: 2, lanes: 2, incidents: 1 });
      expect(incidents).toBeGreaterThan(1);
      expect(problems).toEqual([]);
    },
    WITHIN_MS,
  );
});
