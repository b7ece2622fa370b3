const withoutStop = (sentence: string): string => sentence.replace(/[.!]$/, '');

/** Another most likely cause than in the round before, in words. */
export function describeCauseChange({ before, now }: { readonly before: string | null; readonly now: string | null }): string {
  if (before === null) return 'a cause is named now';
  const was = `before: ${withoutStop(before)}`;
  return now === null ? `no cause is named any more (${was})` : `another cause is now the most likely one (${was})`;
}

/** A service that is looked at elsewhere than in the round before, in words. */
export function describeAddressChange({
  service,
  before,
  now,
}: {
  readonly service: string;
  readonly before: string;
  readonly now: string;
}): string {
  return `the address of ${service} is now ${now} (before: ${before})`;
}
