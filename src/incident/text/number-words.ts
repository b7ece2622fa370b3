const NUMBER = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 4 });
const WHOLE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** How often something happened, in words: `once`, `twice`, `3 times`. */
export function times(count: number): string {
  if (count === 1) return 'once';
  return count === 2 ? 'twice' : `${count} times`;
}

/** A number for people: four significant digits; whole numbers in full. */
export function formatNumber(value: number): string {
  return (Number.isSafeInteger(value) ? WHOLE : NUMBER).format(value);
}
