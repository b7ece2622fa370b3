import { readUsers } from '../../../../src/incident/declaration/read-users';

describe('readUsers', () => {
  it('splits, trims, and names each once whatever its case', () => {
    expect(readUsers(['a@x.example, B', 'b,,@team', ' A@x.example '])).toEqual(['a@x.example', 'B', '@team']);
  });

  it.each([
    ['"Ruiz, Ana", ben', ['"Ruiz, Ana"', 'ben']],
    ['"Ruiz, Ana" <ana@x.example>,ben', ['"Ruiz, Ana" <ana@x.example>', 'ben']],
    ['<mailto:a@x.example|a,b>, ben', ['<mailto:a@x.example|a,b>', 'ben']],
    ['5" Ruiz, ben < ann, eve', ['5" Ruiz', 'ben < ann', 'eve']],
  ])('keeps together what quotes and angle brackets hold: %s', (text, expected) => {
    expect(readUsers([text])).toEqual(expected);
  });

  it('refuses more than fifty', () => {
    expect(readUsers(Array.from({ length: 50 }, (_, index) => `u${index}`))).toHaveLength(50);
    expect(() => readUsers(Array.from({ length: 51 }, (_, index) => `u${index}`))).toThrow(/^users: names 51 people/);
  });
});
