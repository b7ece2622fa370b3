import type { Incident } from './incident';

/** The title where everybody who may list incidents sees it: a private incident keeps its own to itself. */
export function publicTitleOf({ privacy, title }: Incident): string {
  return privacy === 'private' ? 'private incident' : title;
}
