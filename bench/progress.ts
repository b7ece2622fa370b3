/** Shows progress on stderr: one changing line on a terminal, elsewhere at most one line every few seconds. */
export class Progress {
  private shownAt = 0;
  private open = false;

  constructor(
    private readonly stream: NodeJS.WriteStream = process.stderr,
    private readonly everyMs = 3_000,
  ) {}

  /** Starts a step; always shown. */
  step(text: string): void {
    this.close();
    this.stream.write(`· ${text}\n`);
    this.shownAt = Date.now();
  }

  /** Progress within the step. */
  update(text: string): void {
    if (this.stream.isTTY) {
      this.stream.write(`\r\u001b[K  ${text}`);
      this.open = true;
      return;
    }
    if (Date.now() - this.shownAt < this.everyMs) return;
    this.shownAt = Date.now();
    this.stream.write(`  ${text}\n`);
  }

  close(): void {
    if (this.open) this.stream.write('\r\u001b[K');
    this.open = false;
  }
}
