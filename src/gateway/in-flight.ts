import { tryLater } from './request-error';

/** Room for requests whose bodies are being read or handed over. */
export class InFlight {
  private requests = 0;
  private bytes = 0;

  constructor(private readonly limits: { readonly requests: number; readonly bytes: number }) {}

  /** Takes room for one request. Returns a function that gives it back, once. @throws RequestError if there is none. */
  enter(bytes: number): () => void {
    if (this.requests >= this.limits.requests || this.bytes + bytes > this.limits.bytes)
      throw tryLater('busy', 'too many requests are being handled');
    this.requests += 1;
    this.bytes += bytes;
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      this.requests -= 1;
      this.bytes -= bytes;
    };
  }
}
