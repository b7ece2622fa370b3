import { Readable } from 'node:stream';

const BLOCK = 512;

/** A root file system as a tar: busybox, a link for each applet, and the few files that libc needs. */
export function busyboxTar(busybox: Buffer, applets: readonly string[]): Readable {
  const text = (content: string): Buffer => Buffer.from(content);
  const parts = [
    ...folder('bin/'),
    ...folder('etc/'),
    ...folder('tmp/', 0o1777),
    ...folder('proc/'),
    ...folder('sys/'),
    ...folder('dev/'),
    ...file('bin/busybox', busybox, 0o755),
    ...file('etc/passwd', text('root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n'), 0o644),
    ...file('etc/group', text('root:x:0:\nnogroup:x:65534:\n'), 0o644),
    ...applets.filter((name) => name !== 'busybox').flatMap((name) => link(`bin/${name}`)),
    Buffer.alloc(2 * BLOCK),
  ];
  return Readable.from([Buffer.concat(parts)]);
}

const folder = (name: string, mode = 0o755): Buffer[] => [head(name, 0, mode, '5')];
const link = (name: string): Buffer[] => [head(name, 0, 0o777, '2', 'busybox')];
const file = (name: string, content: Buffer, mode: number): Buffer[] => {
  const padding = (BLOCK - (content.length % BLOCK)) % BLOCK;
  return [head(name, content.length, mode, '0'), content, Buffer.alloc(padding)];
};

/** A header of the ustar format (POSIX.1-1988). */
function head(name: string, size: number, mode: number, type: '0' | '2' | '5', target = ''): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, '0')}\0`;
  block.write(name, 0, 100);
  block.write(octal(mode, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(0, 12), 136);
  block.write('        ', 148);
  block.write(type, 156);
  block.write(target, 157, 100);
  block.write('ustar\0' + '00', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
