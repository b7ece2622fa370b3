import { tryLater } from './request-error';

/** Some senders wait 15 s or less, and must know by then that they have to send it again. */
const DELIVERY_LIMIT_MS = 8_000;

/** What Temporal answers. @throws RequestError if it takes longer than the limit. */
export async function inTime<Answer>(work: Promise<Answer>, limitMs: number = DELIVERY_LIMIT_MS): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    const late = (): void => reject(tryLater('service_unreachable', `Temporal did not answer within ${limitMs / 1_000} s`));
    timer = setTimeout(late, limitMs);
  });
  // After the limit no one waits for it, and its failure must not end the process.
  work.catch(() => undefined);
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
