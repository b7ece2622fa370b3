import { whomToAsk } from '../../../../src/incident/escalation/whom-to-ask';
import type { IncidentState } from '../../../../src/incident/model/state';
import { completeState } from '../../../support/sample-state';

const ann = { userId: 'UANN', name: 'ann', reference: 'ann@example.com', method: 'email' as const };
const ben = { userId: 'UBEN', name: 'ben', reference: 'ben@example.com', method: 'email' as const };
const people = { resolved: [ann, ben], unresolved: [], resolutionRate: 1 };
const cat = { userId: 'UCAT', name: 'cat', reference: '@cat' };
const none = { commander: null, communications: null, scribe: null };

it.each<[string, Partial<IncidentState>, string[]]>([
  ['the commander, whoever has taken it', { roles: { ...none, commander: cat }, acknowledgedBy: 'ben' }, ['UCAT']],
  ['who has taken it, by name', { acknowledgedBy: 'ben' }, ['UBEN']],
  ['who has taken it, by reference', { acknowledgedBy: 'ann@example.com' }, ['UANN']],
  ['who has taken it, by id', { acknowledgedBy: 'UBEN' }, ['UBEN']],
  ['who has taken it, though only assigned', { acknowledgedBy: 'cat', assigned: [cat] }, ['UCAT']],
  ['who has taken it in Slack, whatever the name', { acknowledgedBy: 'ann', acknowledgedById: 'UZOE' }, ['UZOE']],
  ['everybody, when Slack does not know who has taken it', { acknowledgedBy: 'zoe' }, ['UANN', 'UBEN']],
  [
    'everybody once, when the commander has no id',
    { roles: { ...none, commander: { ...cat, userId: null } }, assigned: [ben, { ...cat, userId: null }] },
    ['UANN', 'UBEN'],
  ],
  ['nobody, when nobody was found', { people: null, acknowledgedBy: 'ben' }, []],
])('asks %s', (_, changes, asked) => {
  expect(whomToAsk(completeState({ people, ...changes }))).toEqual(asked);
});
