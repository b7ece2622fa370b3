import type { Proposal } from '../model/actions/proposal';
import { actingOf, nameOfActor } from '../model/actor';
import type { Command } from '../model/commands';

const CONFIRMED = 'confirmed.';

/** The command that a person has confirmed, as it is given now: by that person, and through whoever asked for it. */
export function confirmedCommand({ id, what, by, status, decidedBy, decidedAt }: Proposal): Command | null {
  if (what.kind !== 'command' || status !== 'approved' || decidedBy === undefined) return null;
  const { name, payload } = what.command;
  const asked = by.agent === undefined ? `asked by ${nameOfActor(by)}` : `asked by ${by.agent} for ${nameOfActor(by)}`;
  const acting = actingOf(decidedBy.actor, [decidedBy.via, asked], decidedBy.actorName);
  return { ...payload, ...acting, name, requestId: `${CONFIRMED}${id}`, ...(decidedAt === undefined ? {} : { at: decidedAt }) } as Command;
}

/** The id of the proposal that a command was confirmed by; null for any other command. */
export function confirmedBy({ requestId }: { readonly requestId?: string }): string | null {
  return requestId?.startsWith(CONFIRMED) === true ? requestId.slice(CONFIRMED.length) : null;
}
