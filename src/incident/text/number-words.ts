const NUMBER = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 4 });
const WHOLE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** How often something happened, in words: `once`, `twice`, `3 times`. */
export function times(count: number): string {
  if (count === 1) return 'once';
  return count === 2 ? 'twice' : `${count} times`;
}

/** As many names as fit, at least one, and how many are left out, with those that are not listed: `Cart, Shop and 148 more`. */
export function namesWithin(names: readonly string[], maxChars: number, unlisted = 0): string {
  const shown: string[] = [];
  let chars = 0;
  for (const name of names) {
    chars += name.length + 2;
    if (shown.length > 0 && chars > maxChars) break;
    shown.push(name);
  }
  const more = names.length - shown.length + unlisted;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** A number for people: four significant digits; whole numbers in full. */
export function formatNumber(value: number): string {
  return (Number.isSafeInteger(value) ? WHOLE : NUMBER).format(value);
}
