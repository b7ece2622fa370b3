import { z } from 'zod';
import { must } from '../checked-yaml/word-issue';
import { readTarget } from '../incident/investigation/target';
import { SIGNALS } from '../incident/model/investigation/service';

const MAX_SERVICES = 1_000;
const MAX_NAME = 200;
const NAME = must(`be 1 to ${MAX_NAME} characters`);
const name = z.string(NAME).trim().min(1, NAME).max(MAX_NAME, NAME);
const text = z.string().trim().min(1, 'must not be empty').max(300);
const VARIABLE = /^[a-z][a-zA-Z0-9_]*$/;
const TARGET = must('be an http(s) URL or HOST:PORT');

const metric = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_-]{0,59}$/, must('be 1 to 60 characters of a-z, 0-9, _ and -, starting with a letter')),
  signal: z.enum(SIGNALS),
  source: z.string().min(1).nullable().default(null),
  query: z.string().trim().min(1, 'must not be empty').max(2_000),
  unit: z.string().trim().min(1).max(10).nullable().default(null),
});

const service = z.strictObject({
  name,
  title: text.optional(),
  owner: text.nullable().default(null),
  dependsOn: z.array(name).max(100).default([]),
  targets: z
    .array(z.string(TARGET).refine((target) => isTarget(target), TARGET))
    .max(10, 'must list at most 10 targets')
    .default([]),
  labels: z
    .record(z.string().min(1), z.union([text.transform((one) => [one]), z.array(text).min(1)], must('be a string, or a list of strings')))
    .optional(),
  /** Names of templates, or metrics written out. */
  metrics: z.array(z.union([z.string().min(1), metric], must('be the name of a template, or a metric'))).default([]),
  variables: z.record(z.string().regex(VARIABLE, must('be a name of letters, digits and _, starting with a-z')), text).default({}),
  runbook: z
    .url({ protocol: /^https?$/, ...must('be an http(s) URL') })
    .nullable()
    .default(null),
  kubernetes: z
    .strictObject({ source: text.nullable().default(null), namespace: text, selector: text.nullable().default(null) })
    .nullable()
    .default(null),
  logs: z
    .strictObject({ source: text.nullable().default(null), query: text })
    .nullable()
    .default(null),
  deployments: z
    .strictObject({ source: text.nullable().default(null), project: text })
    .nullable()
    .default(null),
});

/** `services.yaml`: templates of metrics, and services. Unknown keys are rejected, so that a misspelled one is not ignored. */
export const servicesSchema = z.strictObject({
  metrics: z.record(z.string().min(1), z.array(metric).min(1)).default({}),
  services: z.array(service).max(MAX_SERVICES, `must be at most ${MAX_SERVICES} services`).default([]),
});
export type ServicesFile = z.output<typeof servicesSchema>;

function isTarget(text: string): boolean {
  const target = readTarget(text);
  return target !== null && (target.url !== null || target.port !== null);
}
