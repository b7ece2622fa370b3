import { limitedMemo } from '../text/limited-text';
import type { Incident } from './incident';

/** A marker, not display text: the next run compares it with the memo, so it never changes. */
const PRIVATE = '(private)';

/** The title as shown to everyone who can list incidents. A private incident does not show its own. */
export function publicTitleOf({ privacy, title }: Incident): string {
  return privacy === 'private' ? PRIVATE : limitedMemo(title);
}
