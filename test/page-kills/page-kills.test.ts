import { describeWith } from '../support/needs';
import { pageAmidKills } from './page-amid-kills';

const KILLS = Number(process.env.PAGE_KILLS ?? 100);
const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000);
/** From the deadline to the page, and from the acknowledgement to its end. */
const LIMITS_MS = { page: 3_000, stop: 1_000 };

describeWith(['temporal'], 'pages through every service', () => {
  it('are sent within 3 s of their deadline, and stopped within 1 s of the acknowledgement', async () => {
    const { worstPageMs, worstStopMs, problems, ...counts } = await pageAmidKills({
      seed: SEED,
      every: '5s',
      kills: 0,
      lanes: 2,
      incidents: 5,
    });
    process.stdout.write(`\n${JSON.stringify(counts)}: page after at most ${worstPageMs} ms, stopped after at most ${worstStopMs} ms\n`);
    expect(problems).toEqual([]);
    expect(worstPageMs).toBeLessThan(LIMITS_MS.page);
    expect(worstStopMs).toBeLessThan(LIMITS_MS.stop);
  });

  it(`reach everyone once for each level while the worker is killed ${KILLS} times (CHAOS_SEED=${SEED})`, async () => {
    const { incidents, pages, repeats, problems } = await pageAmidKills({ seed: SEED, every: '5s', kills: KILLS, lanes: 4, incidents: 1 });
    process.stdout.write(`\n${incidents} incidents, ${pages} pages, ${repeats} of them repeated under their own key\n`);
    expect(problems).toEqual([]);
  });
});
