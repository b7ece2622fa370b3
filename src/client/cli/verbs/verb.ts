import type { Command } from 'commander';
import { readIncidentId } from '../../../incident/model/incident-id';
import { strict } from '../kit/usage';

/** Flags as commander passes them. */
export type Flags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

export const JSON_FLAG = ['--json', 'print one JSON document on standard output'] as const;

/** The first argument of every verb about one incident. */
export const ID_ARGUMENT = ['<id>', 'incident id, as in incident list'] as const;

/** Adds a verb to `incident`; its usage errors name the field and what is allowed. */
export function addVerb(program: Command, name: string, description: string): Command {
  return strict(program.command(name).description(description));
}

/** A flag's text; undefined if it was not given. */
export function textOf(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
}

/** The incident id from a command line, in upper case. @throws InvalidInputError */
export const idOf = (raw: string): string => readIncidentId(raw, 'ID');

/** An object with the flag's text under its name; empty if the flag is missing or blank. */
export function withText<Name extends string>(flags: Flags, name: Name): { readonly [Key in Name]?: string } {
  const text = textOf(flags, name);
  return (text === undefined || text.trim() === '' ? {} : { [name]: text }) as { readonly [Key in Name]?: string };
}
