import { readCases } from '../../broken-services/read-cases';
import { runService } from '../../broken-services/run-cases';
import { describeWith } from '../../support/needs';

/** A sample; `npm run test:broken-services` runs all. */
const STATES = ['healthy', 'memory', 'unreachable'];

describeWith(['engine', 'toolsImage', 'packages'], 'a sample of the broken services', () => {
  it('is told from the healthy one, and the cause is the first hypothesis', async () => {
    const redis = readCases().find(({ name }) => name === 'redis');
    if (redis === undefined) throw new Error('there is no case redis');
    const surroundings = {
      dockerHost: process.env.TEST_DOCKER_HOST ?? '',
      image: process.env.INCIDENT_PROBE_IMAGE ?? '',
      toolsImage: process.env.INCIDENT_TOOLS_IMAGE ?? '',
    };
    const outcomes = await runService(surroundings, redis, (state) => STATES.includes(state));
    expect(outcomes.flatMap(({ problems }) => problems)).toEqual([]);
    expect(outcomes.map(({ state }) => state)).toEqual(['healthy', 'unreachable', 'memory']);
  });
});
