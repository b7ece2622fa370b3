import { z } from 'zod';
import { probeForms } from './probe-schema';
import { runbookSchema } from './runbook-schema';

/** What editors check a runbook by while it is written. The worker checks more: ids that are taken, templates, fields. */
export function runbookJsonSchema(): object {
  const written = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const { properties, ...runbook } = written(runbookSchema(''));
  const forms = Object.values(probeForms('')).map((form) => {
    const { $schema: _, ...rest } = written(form);
    return rest;
  });
  const probes = { type: 'array', minItems: 1, items: { anyOf: forms } };
  return { ...runbook, title: 'Runbook', properties: { ...properties, probes } };
}
