/** What is known about the person who reads, and about those whom messages name. */
export interface Reader {
  /** Null where no one in particular reads. */
  readonly userId: string | null;
  readonly people: ReadonlyMap<string, ShownPerson>;
  /** Names of channels by id, without `#`. */
  readonly channels: ReadonlyMap<string, string>;
  /** Handles of user groups by id, without `@`. */
  readonly groups: ReadonlyMap<string, string>;
  readonly timeZone: string;
  readonly now: Date;
}
export interface ShownPerson {
  readonly id: string;
  readonly realName: string;
  readonly isBot: boolean;
}

export function nameOf({ people }: Pick<Reader, 'people'>, userId: string): string {
  return people.get(userId)?.realName ?? (userId === 'USLACKBOT' ? 'Slackbot' : userId);
}
