import fc from 'fast-check';
import { readStart } from '../../../../src/incident/declaration/read-start';
import { isRefusal } from '../../../../src/incident/text/refusal';

const ID = 'PROD-20260101-001';

it.each([
  [undefined, 'input'],
  [null, 'input'],
  ['PROD-1', 'input'],
  [7, 'input'],
  [[{ incidentId: ID }], 'input'],
  [{}, 'incidentId'],
  [{ actor: 'ann' }, 'incidentId'],
  [{ incidentId: 7 }, 'incidentId'],
  [{ incidentId: ID, title: { text: 'down' } }, 'title'],
  [{ incidentId: ID, actor: ['ann'] }, 'actor'],
  [{ incidentId: ID, via: 1 }, 'via'],
])('%j is refused, naming %s', (input, field) => {
  const refused = readStart(input, ID);
  expect(refused).toMatchObject({ code: 'invalid', field });
  expect(isRefusal(refused) && refused.message.startsWith(`${field}: `)).toBe(true);
});

it.each([
  [{ incidentId: ID, title: 'Database down', actor: 'ann' }],
  [{ title: 'Database down' }],
  [{ event: { title: 'Database down' } }],
  [{ incidentId: 'another-id' }],
])('%j starts the incident of the workflow id', (input) => {
  expect(readStart(input, ID)).toEqual({ actor: 'unknown', ...input, incidentId: ID });
});

it('never throws', () => {
  fc.assert(fc.property(fc.anything(), (input) => void readStart(input, ID)));
});
