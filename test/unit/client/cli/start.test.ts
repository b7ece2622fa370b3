import { userInfo } from 'node:os';
import { connected } from '../../../../src/client/cli/connected';
import { startIncident } from '../../../../src/client/cli/start';
import type { IncidentClient, Started, StartRequest } from '../../../../src/client/incident-client';

jest.mock('../../../../src/client/cli/connected');

it('tells who starts an incident, and the user of the operating system', async () => {
  const requests: StartRequest[] = [];
  const start = async (request: StartRequest): Promise<Started> => {
    requests.push(request);
    return { incidentId: 'A-1', runId: 'r', created: true, incident: null };
  };
  jest.mocked(connected).mockImplementation((work) => work({ start } as unknown as IncidentClient));
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  await startIncident(['A-1', '--as', 'ann', '--no-wait'], { runbookNames: async () => [] });
  expect(requests).toEqual([{ incidentId: 'A-1', actor: 'ann', via: userInfo().username }]);
});
