export interface SharedAnswersOptions<Answer> {
  readonly keptForMs: number;
  /** Which answers are kept; by default all. */
  readonly isKept?: (answer: Answer) => boolean;
  readonly now?: (() => number) | undefined;
}

/** The answer to `ask`, or to the same question that another caller asks or has just asked. */
export type SharedAnswers<Answer> = (question: string, ask: () => Promise<Answer>, signal?: AbortSignal) => Promise<Answer>;

interface Asked<Answer> {
  readonly answer: Promise<Answer>;
  /** Of the caller who asked. */
  readonly signal: AbortSignal | undefined;
  untilMs: number;
}

/**
 * Asks once for all who want to know the same, so that many incidents at once cost no more calls than one. A failure is shared
 * too but not kept, unless it is only that the caller who asked was cancelled.
 */
export function shareAnswers<Answer>({
  keptForMs,
  isKept = () => true,
  now = Date.now,
}: SharedAnswersOptions<Answer>): SharedAnswers<Answer> {
  const known = new Map<string, Asked<Answer>>();

  const askForAll = async (question: string, ask: () => Promise<Answer>, signal: AbortSignal | undefined): Promise<Answer> => {
    for (const [old, { untilMs }] of known) if (now() >= untilMs) known.delete(old);
    const asked: Asked<Answer> = { answer: ask(), signal, untilMs: Number.POSITIVE_INFINITY };
    known.set(question, asked);
    const forget = (): boolean => known.delete(question);
    try {
      const answer = await asked.answer;
      asked.untilMs = now() + keptForMs;
      if (!isKept(answer)) forget();
      return answer;
    } catch (error) {
      forget();
      throw error;
    }
  };

  return async (question, ask, signal) => {
    for (;;) {
      const asked = known.get(question);
      if (asked === undefined || now() >= asked.untilMs) return askForAll(question, ask, signal);
      try {
        return await unlessAborted(asked.answer, signal);
      } catch (error) {
        signal?.throwIfAborted();
        if (!asked.signal?.aborted) throw error;
      }
    }
  };
}

async function unlessAborted<Answer>(answer: Promise<Answer>, signal: AbortSignal | undefined): Promise<Answer> {
  if (signal === undefined) return answer;
  signal.throwIfAborted();
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([answer, aborted]).finally(() => signal.removeEventListener('abort', stop));
}
