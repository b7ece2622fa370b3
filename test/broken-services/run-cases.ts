import { join } from 'node:path';
import { ensureDebianImage } from '../../src/demo/components';
import { look, type Surroundings } from './look';
import { judge, notRun, type Outcome } from './outcome';
import type { ContainerCase, ServiceCase, StateCase } from './read-cases';
import { stageService } from './stage-service';

const LOCAL = join(__dirname, '..', '..', '.local');

/** What a service's states are taken for; the state `unreachable` follows the healthy one, on the same containers. */
export async function runService(
  surroundings: Surroundings,
  service: ServiceCase,
  wanted: (state: string) => boolean,
  report: (outcome: Outcome) => void = () => undefined,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const add = (outcome: Outcome): void => {
    outcomes.push(outcome);
    report(outcome);
  };
  for (const state of service.states.filter(({ name }) => wanted(name))) {
    try {
      await runState(surroundings, service, state, wanted, add);
    } catch (error) {
      add(notRun(service, state, error as Error));
    }
  }
  return outcomes;
}

async function runState(
  surroundings: Surroundings,
  service: ServiceCase,
  state: StateCase,
  wanted: (state: string) => boolean,
  add: (outcome: Outcome) => void,
): Promise<void> {
  const stage = await stageService(surroundings.dockerHost, service, imageOf(surroundings, service));
  try {
    await stage.perform(state.break);
    await stage.perform(state.mend);
    add(judge(service, state, await look(surroundings, service, state, stage.values)));
    if (state.name !== 'healthy' || !wanted('unreachable')) return;
    await stage.halt(service.halts);
    const gone: StateCase = { ...state, name: 'unreachable', expect: service.unreachable };
    add(judge(service, gone, await look(surroundings, service, gone, stage.values)));
  } finally {
    await stage.remove();
  }
}

const imageOf =
  ({ dockerHost }: Surroundings, { name }: ServiceCase) =>
  ({ packages, users }: ContainerCase): Promise<string> =>
    ensureDebianImage(
      { name: `incident-case-${name}`, packages, users },
      { dockerHost },
      {
        env: process.env,
        localDir: LOCAL,
        cacheDir: join(LOCAL, 'cache'),
        announce: () => undefined,
      },
    );
