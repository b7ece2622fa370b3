import type { Readable } from 'node:stream';

/** Output beyond this, per stream, is dropped. */
export const OUTPUT_CAP_BYTES = 64 * 1024;
const HEADER_BYTES = 8;
const STDERR = 2;

/** Splits the engine's multiplexed stream into frames: one byte stream number, three of padding, four of length. */
export class OutputReader {
  private readonly kept: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  private readonly sizes = { stdout: 0, stderr: 0 };
  private header = Buffer.alloc(0);
  private current: 'stdout' | 'stderr' = 'stdout';
  private left = 0;
  private dropped = false;

  /** Takes the next bytes, wherever the network split them. */
  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.left === 0) rest = this.readHeader(rest);
      const body = rest.subarray(0, this.left);
      this.keep(body);
      this.left -= body.length;
      rest = rest.subarray(body.length);
    }
  }

  get truncated(): boolean {
    return this.dropped;
  }

  text(stream: 'stdout' | 'stderr'): string {
    return Buffer.concat(this.kept[stream]).toString('utf8');
  }

  private readHeader(bytes: Buffer): Buffer {
    const missing = HEADER_BYTES - this.header.length;
    this.header = Buffer.concat([this.header, bytes.subarray(0, missing)]);
    if (this.header.length === HEADER_BYTES) {
      this.current = this.header[0] === STDERR ? 'stderr' : 'stdout';
      this.left = this.header.readUInt32BE(4);
      this.header = Buffer.alloc(0);
    }
    return bytes.subarray(missing);
  }

  private keep(body: Buffer): void {
    const room = OUTPUT_CAP_BYTES - this.sizes[this.current];
    if (body.length > room) this.dropped = true;
    const part = body.subarray(0, Math.max(0, room));
    if (part.length === 0) return;
    // A copy, so that a few bytes do not keep the network's whole buffer in memory.
    this.kept[this.current].push(Buffer.from(part));
    this.sizes[this.current] += part.length;
  }
}

/** Reads a stream until it ends or breaks. Beyond the limit it is drained, so that the probe never blocks on a full pipe. */
export function readOutput(stream: Readable): { readonly reader: OutputReader; readonly ended: Promise<void> } {
  const reader = new OutputReader();
  const ended = new Promise<void>((resolve) => {
    stream.on('data', (chunk: Buffer) => reader.push(chunk));
    for (const event of ['end', 'close', 'error']) stream.on(event, () => resolve());
  });
  return { reader, ended };
}
