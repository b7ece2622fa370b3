/** `sns.REGION.amazonaws.com`, in China with `.cn`: the only hosts that SNS signs from and is asked at. */
const HOST = /^sns\.[a-z0-9-]{2,30}\.amazonaws\.com(?:\.cn)?$/;

/** An https address of SNS itself; null for anything else, whatever it looks like. */
export function amazonAddress(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isPlain = url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === '';
  return isPlain && HOST.test(url.hostname) ? url : null;
}
