/**
 * Commands that an agent may only ask for, because they page or tell many people, with their payloads. They are written out here,
 * because the declaration of all commands refers to them.
 */
interface ConfirmedPayloads {
  readonly addResponders: { readonly users: readonly string[] };
  readonly escalate: Record<never, never>;
  readonly resolve: { readonly note?: string };
  readonly cancel: { readonly reason: string };
}
export const CONFIRMED_COMMANDS = ['addResponders', 'escalate', 'resolve', 'cancel'] as const satisfies (keyof ConfirmedPayloads)[];
export type ConfirmedCommandName = (typeof CONFIRMED_COMMANDS)[number];
export type ConfirmedCommand = {
  [Name in ConfirmedCommandName]: { readonly name: Name; readonly payload: ConfirmedPayloads[Name] };
}[ConfirmedCommandName];

export function isConfirmedCommandName(name: unknown): name is ConfirmedCommandName {
  return (CONFIRMED_COMMANDS as readonly unknown[]).includes(name);
}
