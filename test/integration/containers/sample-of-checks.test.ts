import { createDockerEngine } from '../../../src/containers/docker-engine';
import { CASES } from '../../checks/cases';
import { makeOptions } from '../../checks/options';
import { runChecks, wrongRows } from '../../checks/run-checks';
import { startCheckTargets } from '../../checks/targets';
import { describeWith } from '../../support/needs';

describeWith(['engine', 'toolsImage', 'packages'], 'a sample of the checks that people bring (all of them: npm run test:checks)', () => {
  it('has its status mapped right, whether its service is good, bad or unreachable', async () => {
    const dockerHost = process.env.TEST_DOCKER_HOST ?? '';
    const targets = await startCheckTargets(dockerHost, makeOptions(), 'sample');
    try {
      const sample = CASES.filter(({ sample }) => sample);
      const rows = await runChecks(sample, targets, createDockerEngine({ dockerHost }));
      expect(rows.length).toBe(3 * sample.length);
      expect(wrongRows(rows)).toEqual([]);
    } finally {
      await targets.stop();
    }
  }, 300_000);
});
