import { IncidentError, InvalidInputError } from '../incident/text/errors';
import type { OnCall } from '../notify/on-call/port';
import type { Pager } from '../notify/port';
import { type ActivityScope, defineActivity } from './define-activity';
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
  /**
   * Only email addresses: the services know no Slack names. `unknown` are references for which no one could be found; they do not
   * keep the others from being paged, but a schedule that may soon answer is asked again first.
   */
  const recipientsOf = async (
    pager: Pager,
    references: readonly string[],
    { signal, attempt }: ActivityScope,
  ): Promise<{ readonly recipients: readonly string[]; readonly unknown: readonly string[] }> => {
    if (!pager.needsRecipients) return { recipients: [], unknown: [] };
    const failed = new Map<string, unknown>();
    const found = await Promise.all(
      references.map(async (reference) => {
        const name = onCallName(reference);
        if (name === null) return [reference];
        try {
          return (await onCall.onCall(name, signal)).users;
        } catch (error) {
          if (!(error instanceof IncidentError) || signal.aborted || (error.retryable && attempt < ASKED)) throw error;
          failed.set(reference, error);
          return [];
        }
      }),
    );
    const recipients = [...new Set(found.flat())].filter((one) => ADDRESS.test(one));
    const [first] = failed.values();
    if (recipients.length === 0 && first !== undefined) throw first;
    return { recipients, unknown: [...failed.keys()] };
  };
  return {
    sendPage: defineActivity(async ({ pager: name, page: { references, ...page } }, scope) => {
      const pager = pagerOf(name);
      const { recipients, unknown } = await recipientsOf(pager, references, scope);
      const { refused } = await pager.page({ ...page, recipients }, scope.signal);
      const paged = pager.needsRecipients ? { recipients: recipients.filter((one) => !refused.includes(one)) } : {};
      return { refused: [...refused, ...unknown], ...paged };
    }),
    endPages: defineActivity(async ({ pager: name, ending, end: { references, recipients: paged = [], ...about } }, scope) => {
      const pager = pagerOf(name);
      const { signal } = scope;
      // Those who were paged are told, even if others are on call by now.
      const { recipients } = await recipientsOf(pager, [...paged, ...references], scope);
      const end = { ...about, recipients };
      await (ending === 'acknowledged' ? pager.acknowledge(end, signal) : pager.resolve(end, signal));
      return null;
    }),
  };
}

/** So many attempts ask a schedule that does not answer; then people are paged without it. */
const ASKED = 3;
/** Removing it everywhere does not help an open incident, whose policy names it. */
const HINT = 'Nothing was sent through it. Add it under notify in the configuration of every worker, and restart them.';
/** Excludes what has a meaning of its own in a list of recipients: groups, comments, line breaks. */
const ADDRESS = /^[^\s\p{C}<>@,;:"()[\]\\]{1,64}@[^\s\p{C}<>@,;:"()[\]\\]{1,255}$/u;
