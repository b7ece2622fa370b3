import { Command } from 'commander';
import { connected } from '../../../../../src/client/cli/kit/connected';
import { addWatchVerb } from '../../../../../src/client/cli/verbs/watch';
import { follow } from '../../../../../src/client/temporal/follow';
import type { IncidentClient } from '../../../../../src/client/temporal/incident-client';
import type { Reading } from '../../../../../src/client/temporal/read-state';
import { INCIDENT_STATUSES } from '../../../../../src/incident/model/state';
import { newState } from '../../../../support/sample-state';

jest.mock('../../../../../src/client/cli/kit/connected');
jest.mock('../../../../../src/client/temporal/follow');

it('ends once the incident is resolved or cancelled, and not before', async () => {
  jest.mocked(connected).mockImplementation((work) => work({} as IncidentClient));
  jest.mocked(follow).mockResolvedValue({ reading: null, isOver: true });
  const program = new Command();
  addWatchVerb(program);
  await program.parseAsync(['watch', 'A-1'], { from: 'user' });
  const isOver = jest.mocked(follow).mock.calls[0]?.[2].isOver;
  const over = INCIDENT_STATUSES.filter((status) => isOver?.({ state: newState({ status }) } as Reading));
  expect(over).toEqual(['resolved', 'cancelled']);
});
