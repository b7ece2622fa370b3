import type { Activities } from '../../activities/interface';
import type { ActivityCaller, CallAbout } from '../calls/activity-calls';
import { wasCancelled } from '../calls/judge-failure';
import type { UncertainEdit } from '../contract/run-handover';
import { settleAll } from '../graph/settle-all';
import { now } from '../state/now';
import { LATE_COMMIT_MS } from './late-commit';

/** What is done once more without harm, and what tells one subject of it from another. */
const SUBJECTS = {
  editMessage: ({ key }: { key: string }) => key,
  addBookmark: ({ url }: { url: string }) => `bookmark:${url}`,
} as const;
type Repeatable = keyof typeof SUBJECTS;

/**
 * Edits whose end was unclear at some attempt. One that is committed late undoes the edit after it (or adds a second
 * bookmark), so the last one of each subject is made once more when no late commit can come any longer.
 */
export class UncertainEdits {
  private readonly unsure: Map<string, UncertainEdit>;

  constructor(
    private readonly activities: ActivityCaller,
    handover: Readonly<Record<string, UncertainEdit>>,
  ) {
    this.unsure = new Map(Object.entries(handover));
  }

  get any(): boolean {
    return this.unsure.size > 0;
  }

  /** What the next run must remember. */
  remember(): Readonly<Record<string, UncertainEdit>> {
    return Object.fromEntries(this.unsure);
  }

  async perform<Name extends Repeatable>(
    activity: Name,
    input: Parameters<Activities[Name]>[0],
    about: CallAbout,
  ): Promise<Awaited<ReturnType<Activities[Name]>>> {
    const note = this.noting(activity, input);
    try {
      const answer = await this.activities.call(activity, input, about);
      note(answer.attempt);
      return answer as Awaited<ReturnType<Activities[Name]>>;
    } catch (error) {
      if (wasCancelled(error)) note(null);
      throw error;
    }
  }

  /** For what another activity does beside its own work: told the attempt that answered, or null when none did. */
  noting<Name extends Repeatable>(activity: Name, input: Parameters<Activities[Name]>[0]): (attempt: number | null) => void {
    const subject = SUBJECTS[activity](input as never);
    return (attempt) => {
      if (attempt === 1 && !this.unsure.has(subject)) return;
      this.unsure.set(subject, { at: now(), activity, input } as UncertainEdit);
    };
  }

  /** Makes those once more whose late commits would have come by now. */
  async repeat(round: string): Promise<void> {
    const due = [...this.unsure].filter(([, { at }]) => Date.parse(now()) - Date.parse(at) >= LATE_COMMIT_MS);
    await settleAll(
      due.map(async ([subject, deed]) => {
        // It stays on the list meanwhile: what is done to the same subject beside it will then be made once more, too.
        const isOver = (): boolean => this.unsure.get(subject) === deed && this.unsure.delete(subject);
        try {
          const { attempt } = await this.activities.call(deed.activity, deed.input as never, {
            activityId: `again.${round}.${subject}`,
            summary: `once more: ${subject}`,
          });
          if (attempt === 1) isOver();
          else if (this.unsure.get(subject) === deed) this.unsure.set(subject, { ...deed, at: now() });
        } catch (error) {
          // What Slack refuses now it will refuse again.
          if (!wasCancelled(error)) isOver();
          throw error;
        }
      }),
    );
  }
}
