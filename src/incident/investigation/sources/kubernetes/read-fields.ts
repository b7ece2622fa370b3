import { cleanLine } from '../../../text/clean-text';
import { hideSecrets } from '../../../text/hide-secrets';
import { type Fields, isFields, own } from '../../../text/read-fields';

const MAX_TEXT = 200;

/** The value at a path of an object; undefined if any step is missing. */
export function at(object: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isFields(value) ? own(value, name) : undefined), object);
}

/** A text in one line, without what looks like a secret; empty if there is none. */
export function textAt(object: unknown, ...path: readonly string[]): string {
  const value = at(object, ...path);
  return typeof value === 'string' ? cleanLine(hideSecrets(value), MAX_TEXT) : '';
}

/** A name or a reason, as it is. */
export function nameAt(object: unknown, ...path: readonly string[]): string {
  const value = at(object, ...path);
  return typeof value === 'string' ? value : '';
}

export function numberAt(object: unknown, ...path: readonly string[]): number | null {
  const value = at(object, ...path);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function listAt(object: unknown, ...path: readonly string[]): readonly unknown[] {
  const value = at(object, ...path);
  return Array.isArray(value) ? value : [];
}

/** A time in milliseconds; null if there is none. */
export function timeAt(object: unknown, ...path: readonly string[]): number | null {
  const value = at(object, ...path);
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}

export function textsAt(object: unknown, ...path: readonly string[]): Readonly<Record<string, string>> {
  const value: unknown = at(object, ...path);
  const fields: Fields = isFields(value) ? value : {};
  return Object.fromEntries(Object.entries(fields).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])));
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  /** When its status or its reason changed last. */
  readonly changedMs: number | null;
}

export function conditionsOf(object: unknown): readonly Condition[] {
  return listAt(object, 'status', 'conditions').map((condition) => ({
    type: nameAt(condition, 'type'),
    status: nameAt(condition, 'status'),
    reason: nameAt(condition, 'reason'),
    message: textAt(condition, 'message'),
    changedMs: timeAt(condition, 'lastUpdateTime') ?? timeAt(condition, 'lastTransitionTime'),
  }));
}

/** The kind and the name of the controller that made an object: `ReplicaSet`, `web-7f9c6d5b4d`; null if none did. */
export function controllerOf(object: unknown): { readonly kind: string; readonly name: string } | null {
  const owner = listAt(object, 'metadata', 'ownerReferences').find((reference) => at(reference, 'controller') === true);
  return owner === undefined ? null : { kind: nameAt(owner, 'kind'), name: nameAt(owner, 'name') };
}
