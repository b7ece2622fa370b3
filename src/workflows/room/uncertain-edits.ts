import type { Activities } from '../../activities/interface';
import type { ActivityCaller, CallAbout } from '../calls/activity-calls';
import { wasCancelled } from '../calls/judge-failure';
import type { UncertainEdit } from '../contract/run-handover';
import { settleAll } from '../graph/settle-all';
import { now } from '../state/now';
import { LATE_COMMIT_MS } from './late-commit';

/** An edit that can be repeated without harm, and what identifies its subject. */
const SUBJECTS = {
  editMessage: ({ key }: { key: string }) => key,
  addBookmark: ({ url }: { url: string }) => `bookmark:${url}`,
} as const;
type Repeatable = keyof typeof SUBJECTS;

/**
 * Edits with an unclear outcome in some attempt. One that is committed late undoes the next edit (or adds a second
 * bookmark), so the last edit of each subject is repeated once no late commit can arrive.
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

  /** For an edit that another activity makes along with its own work. Receives the attempt that answered, or null if none did. */
  noting<Name extends Repeatable>(activity: Name, input: Parameters<Activities[Name]>[0]): (attempt: number | null) => void {
    const subject = SUBJECTS[activity](input as never);
    return (attempt) => {
      if (attempt === 1 && !this.unsure.has(subject)) return;
      this.unsure.set(subject, { at: now(), activity, input } as UncertainEdit);
    };
  }

  /** Repeats the edits whose late commits would have arrived by now. */
  async repeat(round: string): Promise<void> {
    const due = [...this.unsure].filter(([, { at }]) => Date.parse(now()) - Date.parse(at) >= LATE_COMMIT_MS);
    await settleAll(
      due.map(async ([subject, deed]) => {
        // It stays listed in the meantime, so that a concurrent edit of the same subject is repeated too.
        const isOver = (): boolean => this.unsure.get(subject) === deed && this.unsure.delete(subject);
        try {
          const { attempt } = await this.activities.call(deed.activity, deed.input as never, {
            activityId: `again.${round}.${subject}`,
            summary: `repeat: ${subject}`,
          });
          if (attempt === 1) isOver();
          else if (this.unsure.get(subject) === deed) this.unsure.set(subject, { ...deed, at: now() });
        } catch (error) {
          // If Slack refuses an edit now, it will refuse it again.
          if (!wasCancelled(error)) isOver();
          throw error;
        }
      }),
    );
  }
}
