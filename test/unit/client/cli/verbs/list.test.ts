import { Command } from 'commander';
import { connected } from '../../../../../src/client/cli/kit/connected';
import { addListVerb } from '../../../../../src/client/cli/verbs/list';
import type { IncidentClient } from '../../../../../src/client/temporal/incident-client';
import type { ListedIncident } from '../../../../../src/client/temporal/list-incidents';

jest.mock('../../../../../src/client/cli/kit/connected');
afterEach(() => jest.restoreAllMocks());

it('shows of each incident who leads it and how old it is, and of a closed one that it is', async () => {
  let printed = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const row = { incident_id: 'A-1', severity: 'high', status: 'acknowledged', owner: 'Dana', age_seconds: 7_200, title: 'Slow disk' };
  const other = { ...row, incident_id: 'A-2', status: 'resolved', closed: true, owner: null };
  const rows = [row, other].map((listed) => ({
    channel: null,
    blocked_step: null,
    closed: false,
    ...listed,
  })) as unknown as ListedIncident[];
  jest.mocked(connected).mockImplementation((work) => work({ list: async () => rows } as unknown as IncidentClient));
  const program = new Command();
  addListVerb(program);
  await program.parseAsync(['list', '--all'], { from: 'user' });
  expect(
    printed
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/)),
  ).toEqual([
    ['incident', 'severity', 'status', 'age', 'owner', 'room', 'blocked', 'title'],
    ['A-1', 'high', 'acknowledged', '2 h', 'Dana', 'Slow disk'],
    ['A-2', 'high', 'resolved (closed)', '2 h', 'Slow disk'],
  ]);
});
