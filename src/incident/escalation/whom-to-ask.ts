import type { IncidentState } from '../model/state';

/** Slack user ids of those asked for an update: the commander, else whoever acknowledged, else everyone who has not declined. */
export function whomToAsk({ roles, acknowledgedBy, acknowledgedById, assigned, people, declined = [] }: IncidentState): readonly string[] {
  const commander = roles.commander?.userId ?? null;
  if (commander !== null) return [commander];
  if (acknowledgedById !== undefined) return [acknowledgedById];
  const known = [...(people?.resolved ?? []), ...assigned];
  const taker = known.find(({ name, reference, userId }) => userId !== null && [name, reference, userId].includes(acknowledgedBy ?? ''));
  if (taker?.userId) return [taker.userId];
  const isAsked = (userId: string): boolean => !declined.some((person) => person.userId === userId);
  return [...new Set(known.flatMap(({ userId }) => (userId === null ? [] : [userId])))].filter(isAsked);
}
