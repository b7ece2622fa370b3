/** The people of the demo's workspace. */
export const DEMO_PEOPLE = [
  { email: 'dba@example.com', name: 'dana', realName: 'Dana Brandt', displayName: 'dana' },
  { email: 'oncall@example.com', name: 'omar', realName: 'Omar Castillo', displayName: 'omar' },
  { email: 'sre@example.com', name: 'sana', realName: 'Sana Rehman', displayName: 'sana' },
  { email: 'security@example.com', name: 'selma', realName: 'Selma Curie', displayName: 'selma' },
];

/** The user groups of the demo's workspace. */
export const DEMO_GROUPS = [{ handle: 'platform', name: 'Platform team', emails: ['oncall@example.com', 'sre@example.com'] }];

/** People for addresses unknown to the workspace, so that a custom incident finds someone. */
export function emulatedPeople(users: string): typeof DEMO_PEOPLE {
  const known = new Set(DEMO_PEOPLE.map((person) => person.email));
  return [...new Set(users.split(',').map((user) => user.trim().toLowerCase()))]
    .filter((user) => user.includes('@') && !user.startsWith('@') && !known.has(user))
    .map((email) => {
      const name = email.slice(0, email.indexOf('@')).replace(/[^a-z0-9._-]/g, '') || 'user';
      return { email, name, realName: name, displayName: name };
    });
}
