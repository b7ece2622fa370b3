import { limitedMemo } from '../text/limited-text';
import type { Incident } from './incident';

/** A marker, not words: the next run compares it with the memo, so it never changes. */
const PRIVATE = '(private)';

/** The title where everyone who can list incidents sees it. A private incident does not show its own. */
export function publicTitleOf({ privacy, title }: Incident): string {
  return privacy === 'private' ? PRIVATE : limitedMemo(title);
}
