import { z } from 'zod';
import { must } from '../checked-yaml/word-issue';
import { TARGET_KINDS } from '../incident/model/investigation/target-kind';
import type { Runbook } from '../incident/model/runbook';
import { SEVERITIES } from '../incident/model/severity';
import { actionSchema } from './action-schema';
import { probeSchema } from './probe-schema';
import { id, sentence } from './schema-parts';

const condition = z.strictObject({
  severity: z.array(z.enum(SEVERITIES)).min(1).optional(),
  labels: z.record(z.string().min(1), z.string().min(1)).optional(),
  requires: z.array(z.enum(TARGET_KINDS)).min(1).optional(),
});

/**
 * Validates a runbook written in YAML and turns it into probe definitions; each script gets the prelude in front. Unknown
 * keys are rejected, so that a misspelled limit is not ignored.
 */
export const runbookSchema = (prelude: string) =>
  z
    .strictObject({
      id,
      title: sentence,
      when: z.union([condition.transform((one) => [one]), z.array(condition)], must('be a condition, or a list of conditions')).default([]),
      probes: z.array(probeSchema(prelude)).min(1, 'must contain at least one probe').optional(),
      actions: z.array(actionSchema).min(1, 'must contain at least one action').max(20).optional(),
    })
    .refine(({ probes, actions }) => (probes ?? actions) !== undefined, must('contain probes, actions, or both'))
    .transform(({ probes = [], ...rest }): Runbook => ({ ...rest, probes }) as Runbook);
