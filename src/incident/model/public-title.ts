import { limitedMemo } from '../text/limited-text';
import type { Incident } from './incident';

/** A mark and not words: the next run compares it with what the memo holds, so it never changes. */
const PRIVATE = '(private)';

/** The title where everybody who may list incidents sees it: a private incident keeps its own to itself. */
export function publicTitleOf({ privacy, title }: Incident): string {
  return privacy === 'private' ? PRIVATE : limitedMemo(title);
}
