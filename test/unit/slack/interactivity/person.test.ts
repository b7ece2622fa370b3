import { ChatError } from '../../../../src/chat/errors';
import { People } from '../../../../src/slack/interactivity/person';
import { ANA, member, TEAM } from '../../../support/by-hand';

const LATER_MS = 6 * 60_000;
const home = async () => ({ teamId: TEAM, enterpriseId: null });

it('what Slack said last about someone counts for as long as it cannot be asked again', async () => {
  let nowMs = 0;
  let answer: () => object = member;
  const warned: object[] = [];
  const log = { warn: (what: object) => void warned.push(what) } as never;
  const people = new People((async () => answer()) as never, home, () => nowMs, log);
  await people.find({ userId: ANA.id, name: 'ana' });
  nowMs = LATER_MS;
  answer = () => {
    throw new ChatError({ code: 'slack_rate_limited', message: 'x', retryable: true });
  };
  expect(await people.find({ userId: ANA.id, name: 'ana' })).toMatchObject({ name: 'Ana Ruiz', standing: 'member' });
  expect(await people.find({ userId: 'U0NEW', name: 'new' })).toMatchObject({ standing: 'unknown' });
  expect(warned).toEqual([{ code: 'slack_rate_limited' }, { code: 'slack_rate_limited' }]);
  answer = () => {
    throw new ChatError({ code: 'slack_user_not_found', message: 'x', retryable: false });
  };
  expect(await people.find({ userId: ANA.id, name: 'ana' })).toMatchObject({ standing: 'stranger' });
});
