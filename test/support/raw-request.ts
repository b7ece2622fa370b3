import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';

export interface Answer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
  json(): any;
}

export interface Asked {
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
  /** Without a Content-Length. */
  readonly isChunked?: boolean;
}

/** One HTTP request to this machine, with these headers and no others. */
export function rawRequest({ port, method, path, headers = {}, body, isChunked = false }: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === undefined || isChunked ? {} : { 'content-length': Buffer.byteLength(body) };
    const asked = request({ host: '127.0.0.1', port, method, path, headers: { ...headers, ...length }, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ statusCode: answer.statusCode ?? 0, headers: answer.headers, body: text, json: () => JSON.parse(text) });
      });
    });
    asked.on('error', reject);
    if (isChunked) asked.setHeader('transfer-encoding', 'chunked');
    asked.end(body);
  });
}
