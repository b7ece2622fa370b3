import { describeWith } from '../support/needs';
import { rideOut } from './ride-out';

const GROUPS = Number(process.env.STORM_GROUPS ?? 100);
const EACH = Number(process.env.STORM_DELIVERIES ?? 10_000) / GROUPS;
/** Every few seconds. */
const KILLS = { gateway: Math.ceil((GROUPS * EACH) / 500), worker: Math.ceil((GROUPS * EACH) / 800) };
const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000);

describeWith(['temporal'], `a storm of ${GROUPS * EACH} deliveries while gateways and worker are killed (CHAOS_SEED=${SEED})`, () => {
  it('opens one incident a group, and loses nothing that was accepted', async () => {
    const { tally, problems } = await rideOut({ seed: SEED, groups: GROUPS, each: EACH, kills: KILLS });
    process.stdout.write(`\n${tally}\n`);
    expect(problems).toEqual([]);
  });
});
