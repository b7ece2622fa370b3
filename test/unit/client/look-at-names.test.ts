import { lookAtNames } from '../../../src/client/look-at-names';
import type { IncidentClient } from '../../../src/client/temporal/incident-client';
import { foreignRooms } from '../../../src/slack/room/foreign-rooms';
import { configFile } from '../../support/config-file';
import { type ScriptedSlack, startScriptedSlack } from '../../support/scripted-slack';

const { load } = configFile('doctor');
let slack: ScriptedSlack;
beforeEach(async () => {
  slack = await startScriptedSlack();
  slack.on('auth.test', { user_id: 'UBOT' });
});
afterEach(() => slack.stop());

const queries: string[] = [];
/** A Temporal that finds these workflows. */
const temporal = (ids: readonly string[]): IncidentClient => {
  const list = ({ query }: { query: string }) => {
    queries.push(query);
    return ids.map((workflowId) => ({ workflowId }));
  };
  return { options: { client: { workflow: { list } } } } as unknown as IncidentClient;
};
const access = () => ({ token: () => 'xoxb-t', apiUrl: slack.apiUrl });
const look = (ids: readonly string[] = []) =>
  lookAtNames(load({ idPrefix: 'SHOP' }), temporal(ids), (prefix) => foreignRooms(access(), prefix));

it('finds nothing wrong in our own rooms, nor in channels of other names', async () => {
  slack.on('conversations.list', {
    channels: [
      { name: 'incident-shop-20260302-001', creator: 'UBOT' },
      { name: 'shop-incidents', creator: 'U1' },
    ],
  });
  expect(await look()).toBe('SHOP-… and #incident-shop-… are used by nothing else');
  expect(queries.at(-1)).toBe("WorkflowId STARTS_WITH 'SHOP-' AND WorkflowType != 'respondToIncident'");
});

it('names what else uses the prefix, on every page of channels', async () => {
  slack.on(
    'conversations.list',
    { channels: [], response_metadata: { next_cursor: '2' } },
    { channels: [{ name: 'incident-shop-42', creator: 'UOTHER' }] },
  );
  await expect(look(['SHOP-order-7'])).rejects.toMatchObject({
    message: 'ids in Temporal of something else: SHOP-order-7\nchannels in Slack of someone else: #incident-shop-42',
    hint: expect.stringContaining('idPrefix'),
  });
  expect(slack.calls.at(-1)?.params).toMatchObject({ cursor: '2' });
});
