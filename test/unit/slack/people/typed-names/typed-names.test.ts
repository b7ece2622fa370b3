import type { WarRoomChat } from '../../../../../src/chat/port';
import type { Resolution } from '../../../../../src/incident/model/responders';
import { createWebApiChat } from '../../../../../src/slack/web-api-chat';
import { type ScriptedSlack, startScriptedSlack } from '../../../../support/scripted-slack';
import { GROUPS, PEOPLE } from './fictional-people';
import { TYPED } from './typed';

let slack: ScriptedSlack;
let chat: WarRoomChat;
beforeAll(async () => {
  slack = await startScriptedSlack();
  chat = createWebApiChat({ token: () => 'xoxb-t', apiUrl: slack.apiUrl });
  slack.on('auth.test', { team_id: 'T1', user_id: 'UBOT' });
  slack.on('users.list', { members: PEOPLE });
  slack.on('users.info', (_, { params }) => {
    const user = PEOPLE.find(({ id }) => id === params.user);
    return user === undefined ? { error: 'user_not_found' } : { user };
  });
  slack.on('users.lookupByEmail', (_, { params }) => {
    const user = PEOPLE.find(({ profile, deleted }) => !deleted && profile.email !== '' && profile.email === params.email);
    return user === undefined ? { error: 'users_not_found' } : { user };
  });
  slack.on('usergroups.list', { usergroups: GROUPS.map(({ members: _, ...group }) => group) });
  slack.on('usergroups.users.list', (_, { params }) => ({
    users: GROUPS.find(({ id }) => id === params.usergroup)?.members.map(idOf) ?? [],
  }));
});
afterAll(async () => {
  chat.close();
  await slack.stop();
});

const idOf = (name: string): string => PEOPLE.find((person) => person.name === name)?.id ?? name;

/** In the words of the list; candidates and refusals of any kind count as asking back where there is a choice. */
function outcomeOf({ resolved, unresolved: [missing] }: Resolution): string {
  const [first] = resolved;
  if (first?.method === 'user_group') return first.name;
  if (first !== undefined) return PEOPLE.find(({ id }) => id === first.userId)?.name ?? first.userId;
  return /people match|have this name|both have/.test(missing?.reason ?? '') ? 'ambiguous' : 'nobody';
}

interface Judged {
  readonly typed: string;
  readonly meant: string;
  readonly outcome: string;
}

async function judge(isPrivate: boolean): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  for (const [line, meant] of TYPED) {
    const typed = line.replace(/\{([^}]+)\}/, (_, name: string) => idOf(name));
    judged.push({ typed, meant, outcome: outcomeOf(await chat.findPeople({ references: [typed], isPrivate })) });
  }
  return judged;
}
/** Someone other than the person meant would be paged. */
const isWrong = ({ meant, outcome }: Judged): boolean => outcome !== meant && !['nobody', 'ambiguous'].includes(outcome);

it('of two hundred names as people type them, at least 95 % are found, and none is taken for someone else', async () => {
  expect(TYPED.length).toBeGreaterThanOrEqual(200);
  expect(PEOPLE.length).toBeGreaterThanOrEqual(400);
  const judged = await judge(false);
  const wrong = judged.filter(isWrong);
  const missed = judged.filter((one) => one.outcome !== one.meant && !isWrong(one));
  const share = (judged.length - wrong.length - missed.length) / judged.length;
  const figure = `${judged.length} names: ${(100 * share).toFixed(1)} % as meant, ${missed.length} missed, ${wrong.length} wrong`;
  const lines = [...wrong, ...missed].map(({ typed, meant, outcome }) => `  ${typed}: ${meant} was meant, the outcome is ${outcome}`);
  process.stdout.write(`${[figure, ...lines].join('\n')}\n`);
  expect(wrong).toEqual([]);
  expect(share).toBeGreaterThanOrEqual(0.95);
});

it('in a private incident, no one is found but by an exact address, an id or a group', async () => {
  const judged = await judge(true);
  // Where a group and a person share a name, it is the group's: no person is found by name.
  expect(judged.filter((one) => isWrong(one) && !one.outcome.startsWith('@'))).toEqual([]);
  const found = judged.filter(({ outcome }) => !['nobody', 'ambiguous'].includes(outcome));
  const isExact = ({ typed, outcome }: Judged): boolean => outcome.startsWith('@') || /[@＠].*\.example|U\d{8}/i.test(typed);
  expect(found.filter((one) => !isExact(one))).toEqual([]);
  // A plus tag is not part of an exact address.
  expect(found.filter(({ typed }) => typed.includes('+'))).toEqual([]);
});

it('lists those of one name with what tells them apart, and nothing private', async () => {
  const { unresolved } = await chat.findPeople({ references: ['Ana Ruiz', 'Paolo Conti'], isPrivate: false });
  expect(unresolved.map(({ candidates }) => candidates?.map(({ name, about }) => `${name}: ${about}`))).toEqual([
    ['Ana Ruiz: Database engineer · @ana.ruiz', 'Ana Ruíz: Recruiter · @ana.ruiz2'],
    ['Paolo Conti: Agency · @paolo · guest · studio-conti.example', 'Paolo Conti: Treasury · @paolo.c'],
  ]);
});
