/**
 * Runs at most `limit` pieces of work at once; the rest wait in order of arrival. Work that may run at once starts within
 * the call itself, so it is scheduled at that point of the workflow's code.
 */
export class AtMost {
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(private readonly limit: number) {}

  run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.running < this.limit) return this.start(work);
    return new Promise((resolve, reject) => {
      this.waiting.push(() => this.start(work).then(resolve, reject));
    });
  }

  private start<Result>(work: () => Promise<Result>): Promise<Result> {
    this.running += 1;
    const running = work();
    const ended = (): void => {
      this.running -= 1;
      this.waiting.shift()?.();
    };
    running.then(ended, ended);
    return running;
  }
}
