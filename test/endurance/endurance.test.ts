import { setTimeout as pause } from 'node:timers/promises';
import { LATE_COMMIT_MS } from '../support/fault-proxy';
import { describeWith } from '../support/needs';
import { inspectIncident } from './inspect-incident';
import { keepEvidence } from './keep-evidence';
import { performScript } from './perform-script';
import { drawSchedule, type Kill, type Script, VICTIMS, type Victim } from './schedule';
import { type Stage, setStage } from './stage';
import { type Ending, tallyOf } from './tally';

const MINUTES = Number(process.env.ENDURANCE_MINUTES ?? 10);
const INCIDENTS = Number(process.env.ENDURANCE_INCIDENTS ?? 50);
const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000);
const DURATION_MS = MINUTES * 60_000;
const RECOVERS_WITHIN_MS = 180_000;
const LOOK_MS = 2_000;
/** What a run takes beside its kills: coming up, recovering, looking. */
const LIMIT_MS = DURATION_MS + 3 * RECOVERS_WITHIN_MS;

const { kills, scripts } = drawSchedule(SEED, INCIDENTS, DURATION_MS);

describeWith(['temporal', 'engine'], `${INCIDENTS} incidents while everything is killed for ${MINUTES} min (CHAOS_SEED=${SEED})`, () => {
  it(
    'all end as they must, with nothing lost and nothing doubled',
    async () => {
      const stage = await setStage(scripts);
      try {
        const { tally, problems } = await endure(stage);
        process.stdout.write(`\n${tally}\n`);
        expect(problems).toEqual([]);
      } finally {
        await stage.stop();
      }
    },
    LIMIT_MS,
  );
});

async function endure(stage: Stage): Promise<{ tally: string; problems: string[] }> {
  const beganAt = Date.now();
  await Promise.all([
    ...VICTIMS.map((victim) => killAgainAndAgain(stage, victim, beganAt)),
    ...scripts.map((script) => performScript(stage.incidents, script, beganAt)),
  ]);
  const upAt = Date.now();
  const endings = await Promise.all(scripts.map((script) => untilEnded(stage, script, upAt)));
  // A copy that comes late would have come by then, so everything is looked at once more.
  await pause(LATE_COMMIT_MS);
  const seen = await Promise.all(scripts.map(async (script) => ({ script, problems: await look(stage, script) })));
  const left = await untilRemoved(stage, upAt);
  const wrong = seen.filter(({ problems }) => problems.length > 0);
  await keepEvidence(
    stage,
    wrong.map(({ script }) => script.incidentId),
  );
  const { engine, workerEndings } = stage;
  const tally = tallyOf({ seed: SEED, minutes: MINUTES, kills, endings, seen, left, engineCrash: engine.how, workerEndings });
  return { tally, problems: [...wrong.flatMap(({ problems }) => problems), ...left] };
}

/** What a dead worker or engine has left is reaped once its deadline is over. */
async function untilRemoved(stage: Stage, upAt: number): Promise<readonly string[]> {
  for (;;) {
    const left = await stage.leftContainers();
    if (left.length === 0 || Date.now() - upAt > RECOVERS_WITHIN_MS) return left;
    await pause(LOOK_MS);
  }
}

async function killAgainAndAgain(stage: Stage, victim: Victim, beganAt: number): Promise<void> {
  for (const { atMs, downMs } of kills.filter((kill: Kill) => kill.victim === victim)) {
    await pause(Math.max(0, beganAt + atMs - Date.now()));
    await stage.crash(victim);
    await pause(downMs);
    await stage.revive(victim);
  }
}

async function look(stage: Stage, script: Script): Promise<string[]> {
  const state = await stage.stateOf(script.incidentId);
  if (state === null) return ['lost: nobody can tell its state'];
  return inspectIncident(script, state, stage.stack.slack, stage.slackProxy);
}

async function untilEnded(stage: Stage, script: Script, upAt: number): Promise<Ending> {
  for (;;) {
    const problems = await look(stage, script);
    const state = await stage.stateOf(script.incidentId);
    const recoveredAfterMs = Date.now() - upAt;
    if (problems.length === 0 || recoveredAfterMs > RECOVERS_WITHIN_MS) {
      return { recoveredAfterMs, respondedInMs: state?.metrics.timeToResponseMs ?? null };
    }
    await pause(LOOK_MS);
  }
}
