import type { z } from 'zod';
import { isFields, own } from '../incident/text/read-fields';

/** The keys that the object at this place of a file may have, in the order of the schema; empty if the schema does not say. */
export function knownKeys(schema: z.core.$ZodType, path: readonly PropertyKey[], content: unknown): readonly string[] {
  return [...new Set(keysAt(schema as z.core.$ZodTypes, path, content))];
}

function keysAt(schema: z.core.$ZodTypes, path: readonly PropertyKey[], value: unknown): readonly string[] {
  const { def } = schema._zod;
  const [key, ...rest] = path;
  const inside = (inner: z.core.$ZodType): readonly string[] => keysAt(inner as z.core.$ZodTypes, path, value);
  const within = (inner: z.core.$ZodType | undefined): readonly string[] =>
    inner === undefined || key === undefined ? [] : keysAt(inner as z.core.$ZodTypes, rest, childOf(value, key));
  switch (def.type) {
    case 'default':
    case 'prefault':
    case 'optional':
      return inside(def.innerType);
    case 'pipe':
      return inside(def.in);
    case 'union': {
      const chosen = def.options.filter((option) => isChosen(option as z.core.$ZodTypes, value));
      return (chosen.length > 0 ? chosen : def.options).flatMap(inside);
    }
    case 'object':
      return key === undefined ? Object.keys(def.shape) : within(def.shape[String(key)]);
    case 'array':
      return within(def.element);
    case 'record':
      return within(def.valueType);
    default:
      return [];
  }
}

/** Whether this branch of a union is the one whose `type` the value has. */
function isChosen(option: z.core.$ZodTypes, value: unknown): boolean {
  const { def } = option._zod;
  if (def.type === 'pipe') return isChosen(def.in as z.core.$ZodTypes, value);
  const type = def.type === 'object' ? (def.shape.type as z.core.$ZodTypes | undefined)?._zod.def : undefined;
  return type?.type === 'literal' && isFields(value) && (type.values as readonly unknown[]).includes(own(value, 'type'));
}

const childOf = (value: unknown, key: PropertyKey): unknown => (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
