import { COMMAND_NAMES } from '../../../src/incident/model/commands';
import { describeTrouble } from '../../../src/incident/response/trouble-words';
import { describeRefused } from '../../../src/incident/timeline-words/refused-words';
import { RESPONSE_PLAN } from '../../../src/workflows/response/plan';

/** `changeSeverity`: a name of the code, which nobody types. */
const INTERNAL = /\b[a-z]+[A-Z][a-zA-Z]*\b/;

it.each([...COMMAND_NAMES, 'alertUpdated'])('tells of a refused %s without its name in the code', (name) => {
  expect(describeRefused(name, 'x')).toMatch(/^tried to [a-z ]+; this was refused: x$/);
});

const CHORES = ['say', 'remind', 'readAlert', 'applyCommand', 'checkPeople', 'checkActor', 'sweep', 'callPeople', 'editHeadline'];
it.each([...RESPONSE_PLAN.nodes.map(({ name }) => name), ...CHORES])('tells of a failed %s without its name in the code', (name) => {
  expect(describeTrouble(name, 'x')).toMatch(/^couldn't [A-Za-z, ]+: x$/);
  expect(describeTrouble(name, 'x')).not.toMatch(INTERNAL);
});

it('makes words of the name of a node that has none', () => {
  expect(describeTrouble('countRunbooks', 'x')).toBe("couldn't count runbooks: x");
});

it('tells of a failed page or invitation once, whoever worded the reason', () => {
  expect(describeTrouble('call of everybody (escalation, level 1)', 'Slack is down')).toBe(
    "couldn't page everyone (escalation level 1): Slack is down",
  );
  expect(describeTrouble('invitation of Ben', 'he is a guest')).toBe("couldn't invite Ben: he is a guest");
  expect(describeTrouble('invitation of Ben', "couldn't invite Ben: he is a guest")).toBe("couldn't invite Ben: he is a guest");
});

it('names what it does not know', () => {
  expect(describeRefused('explode', 'it is not a command')).toBe('sent "explode", which was refused: it is not a command');
  expect(describeTrouble('two words', 'x')).toBe('two words failed: x');
});
