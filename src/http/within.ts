/** Null if the answer comes too late, or not at all. */
export async function within<Answer>(limitMs: number, work: Promise<Answer>): Promise<Answer | null> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), limitMs);
  });
  return Promise.race([work.catch(() => null), limit]).finally(() => clearTimeout(timer));
}
