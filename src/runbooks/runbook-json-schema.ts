import { z } from 'zod';
import { actionForms, rollbackForms } from './action-schema';
import { probeForms } from './probe-schema';
import { runbookSchema } from './runbook-schema';

/** What editors check a runbook by while it is written. The worker checks more: ids that are taken, templates, fields. */
export function runbookJsonSchema(): object {
  const { properties, ...runbook } = written(runbookSchema(''));
  const probes = { type: 'array', minItems: 1, items: anyOf(probeForms('')) };
  const rollback = { anyOf: [...anyOf(rollbackForms).anyOf, { type: 'null' }] };
  const ofActions = anyOf(actionForms).anyOf.map((form) => ({ ...form, properties: { ...form.properties, rollback } }));
  const actions = { type: 'array', minItems: 1, maxItems: 20, items: { anyOf: ofActions } };
  const holdsSomething = [{ required: ['probes'] }, { required: ['actions'] }];
  return { ...runbook, title: 'Runbook', properties: { ...properties, probes, actions }, anyOf: holdsSomething };
}

const written = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

function anyOf(forms: Readonly<Record<string, z.ZodType>>) {
  return {
    anyOf: Object.values(forms).map((form) => {
      const { $schema: _, ...rest } = written(form);
      return rest;
    }),
  };
}
