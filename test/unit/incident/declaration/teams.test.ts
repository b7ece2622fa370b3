import { withTeams } from '../../../../src/incident/declaration/teams';

const TEAMS = { payments: ['ana@example.com', 'ben@example.com'], empty: [] };

it.each([
  [['payments'], ['ana@example.com', 'ben@example.com']],
  [
    ['@payments', 'zoe'],
    ['ana@example.com', 'ben@example.com', 'zoe'],
  ],
  [
    ['ben@example.com', 'payments', 'payments'],
    ['ben@example.com', 'ana@example.com'],
  ],
  [
    ['@sre', 'toString', 'Payments'],
    ['@sre', 'toString', 'Payments'],
  ],
  [['empty'], []],
])('%j stands for %j', (references, people) => {
  expect(withTeams(references, TEAMS)).toEqual(people);
});
