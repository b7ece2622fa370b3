/** Replaces each configured team, with or without `@`, by its people. Each person is listed once. */
export function withTeams(references: readonly string[], teams: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const people = references.flatMap((reference) => {
    const name = reference.replace(/^@/, '');
    return Object.hasOwn(teams, name) ? (teams[name] ?? []) : [reference];
  });
  return [...new Set(people)];
}
