import { describeWith } from '../support/needs';
import type { Outcome } from './outcome';
import { printTable, split } from './print-table';
import { readCases } from './read-cases';
import { runService } from './run-cases';

/** SERVICES=redis,nginx and STATES=healthy,memory run a part. */
const listed = (name: string): readonly string[] | undefined => process.env[name]?.split(',');
const isListed = (name: string, one: string): boolean => listed(name)?.includes(one) ?? true;

describeWith(['engine', 'toolsImage', 'packages'], 'broken services', () => {
  const services = readCases().filter(({ name }) => isListed('SERVICES', name));
  const outcomes: Outcome[] = [];
  const say = ({ service, state, isRight, found }: Outcome): void =>
    void process.stdout.write(`${service}/${state}: ${found}, ${isRight ? 'right' : 'WRONG'}\n`);

  it.each(services.map((service) => [service.title, service] as const))('%s', async (_, service) => {
    const surroundings = {
      dockerHost: process.env.TEST_DOCKER_HOST ?? '',
      image: process.env.INCIDENT_PROBE_IMAGE ?? '',
      toolsImage: process.env.INCIDENT_TOOLS_IMAGE ?? '',
    };
    const found = await runService(surroundings, service, (state) => isListed('STATES', state), say);
    outcomes.push(...found);
    expect(found.flatMap(({ problems }) => problems)).toEqual([]);
  });

  it('are told from healthy ones, and the cause is the first hypothesis', () => {
    process.stdout.write(`\n${printTable(outcomes)}`);
    const { broken, fine } = split(outcomes);
    expect(fine.filter(({ isRight }) => !isRight).map(({ service, state }) => `${service}/${state}`)).toEqual([]);
    expect(broken.filter(({ isRight }) => isRight).length).toBeGreaterThanOrEqual(Math.ceil(0.9 * broken.length));
  });
});
