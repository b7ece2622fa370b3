import type { ConfigProblem } from './config-error';
import { serviceUrl } from './notify-schema';
import { neededSecret } from './notify-settings';
import type { OnCallFile } from './on-call-schema';
import type { Secret } from './secrets';

type WithSecret<Entry> = Entry extends unknown ? Omit<Entry, 'secret'> & { readonly name: string; readonly secret: Secret } : never;
/** One schedule, with its secret. */
export type OnCallScheduleSettings = WithSecret<OnCallFile[string]>;

/** What only the worker needs: who is on call, with the secrets to ask. */
export function readOnCall(env: NodeJS.ProcessEnv, file: OnCallFile, problems: ConfigProblem[]): readonly OnCallScheduleSettings[] {
  return Object.entries(file).map(([name, { secret: named, ...entry }]) => {
    const path = `onCall.${name}.secret`;
    const found = problems.length;
    const secret = neededSecret(env, named, path, problems);
    const address = serviceUrl.safeParse(secret.value());
    if (entry.type === 'ical' && !address.success && problems.length === found) {
      // The value is secret, so it is not shown.
      problems.push({ path, problem: 'its value is not the address of a calendar', allowed: address.error.issues[0]?.message ?? '' });
    }
    return { ...entry, name, secret };
  });
}
