import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';

/** What the library's types do not say. */
interface Modem {
  dial(options: object, callback: (error: Error | null | undefined, stream: Duplex) => void): void;
}

/**
 * Connects to a container's standard input and outputs. The library's own `attach` also sends its options as the body of the
 * request. Docker takes no notice of it, but Podman hands it to the container as the first bytes of its input.
 */
export function attachContainer(docker: Docker, id: string): Promise<Duplex> {
  const options = {
    path: `/containers/${encodeURIComponent(id)}/attach?`,
    method: 'POST',
    isStream: true,
    hijack: true,
    statusCodes: { 200: true },
    options: { stream: true, stdin: true, stdout: true, stderr: true },
    file: Buffer.alloc(0),
  };
  return new Promise((resolve, reject) => {
    (docker.modem as Modem).dial(options, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
}
