import { readUsers } from '../../../../src/incident/declaration/read-users';

describe('readUsers', () => {
  it('splits, trims, and names each once whatever its case', () => {
    expect(readUsers(['a@x.example, B', 'b,,@team', ' A@x.example '])).toEqual(['a@x.example', 'B', '@team']);
  });

  it('refuses more than fifty', () => {
    expect(readUsers(Array.from({ length: 50 }, (_, index) => `u${index}`))).toHaveLength(50);
    expect(() => readUsers(Array.from({ length: 51 }, (_, index) => `u${index}`))).toThrow(/^users: names 51 people/);
  });
});
