import type { z } from 'zod';
import type { ProbeDefinition } from '../incident/model/runbook';
import { commandProbe, scriptProbe } from './container-schema';
import { oneOfForms } from './one-of-forms';
import { sourceProbes } from './source-schema';
import { blackboxProbe, pluginProbe } from './tool-schema';

/** The probes by the key that says what they do. A probe has exactly one of these keys. */
export const probeForms = (prelude: string) => ({
  script: scriptProbe(prelude),
  command: commandProbe,
  plugin: pluginProbe,
  blackbox: blackboxProbe,
  ...sourceProbes,
});

/** A probe in the form that its key says. */
export function probeSchema(prelude: string) {
  const forms: Readonly<Record<string, z.ZodType<ProbeDefinition>>> = probeForms(prelude);
  return oneOfForms(forms, 'a probe');
}
