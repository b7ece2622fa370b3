import { InvalidInputError } from '../incident/text/errors';
import type { OnCall } from '../notify/on-call/port';
import type { Pager } from '../notify/port';
import { defineActivity } from './define-activity';
import type { Activities } from './interface';
import { onCallName } from './on-call-people';

export interface PagingDependencies {
  /** By their names in the configuration. */
  readonly pagers: ReadonlyMap<string, Pager>;
  readonly onCall: OnCall;
}

/** Pages outside the chat: through services of their own, so that people are woken even if Slack is down. */
export function pagingActivities({ pagers, onCall }: PagingDependencies): Pick<Activities, 'sendPage' | 'endPages'> {
  const pagerOf = (name: string): Pager => {
    const pager = pagers.get(name);
    if (pager !== undefined) return pager;
    throw new InvalidInputError('notify', `${name} is not configured on this worker`, [...pagers.keys()].join(', ') || 'none', {
      hint: HINT,
    });
  };
  /** Only email addresses: the services know no Slack names. */
  const recipientsOf = async (pager: Pager, references: readonly string[], signal: AbortSignal): Promise<readonly string[]> => {
    if (!pager.needsRecipients) return [];
    const found = await Promise.all(
      references.map(async (reference) => {
        const name = onCallName(reference);
        return name === null ? [reference] : (await onCall.onCall(name, signal)).users;
      }),
    );
    return [...new Set(found.flat())].filter((one) => ADDRESS.test(one));
  };
  return {
    sendPage: defineActivity(async ({ pager: name, page: { references, ...page } }, { signal }) => {
      const pager = pagerOf(name);
      return pager.page({ ...page, recipients: await recipientsOf(pager, references, signal) }, signal);
    }),
    endPages: defineActivity(async ({ pager: name, ending, end: { references, ...about } }, { signal }) => {
      const pager = pagerOf(name);
      const end = { ...about, recipients: await recipientsOf(pager, references, signal) };
      await (ending === 'acknowledged' ? pager.acknowledge(end, signal) : pager.resolve(end, signal));
      return null;
    }),
  };
}

/** Removing it everywhere does not help an open incident, whose policy names it. */
const HINT = 'Nothing was sent through it. Add it under notify in the configuration of every worker, and restart them.';
const ADDRESS = /^[^\s<>@,;]{1,64}@[^\s<>@,;]{1,255}$/;
