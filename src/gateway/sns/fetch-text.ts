/** A host that is asked while a sender waits must be quick. SNS itself waits 15 s for an answer. */
const LIMIT_MS = 5_000;
const MAX_BYTES = 65_536;

/** The status and the text, in bounded time and size; redirects are not followed. Text that is too long is cut off. */
export async function fetchText(fetch: typeof globalThis.fetch, url: URL): Promise<{ status: number; text: string }> {
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(LIMIT_MS) });
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part?.value !== undefined && bytes < MAX_BYTES; part = await reader?.read()) {
    chunks.push(part.value);
    bytes += part.value.length;
  }
  await reader?.cancel();
  return { status: response.status, text: Buffer.concat(chunks).subarray(0, MAX_BYTES).toString('utf8') };
}
