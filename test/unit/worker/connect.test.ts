import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { loadConfig } from '../../../src/config';
import { keepApiKey, reasonOf } from '../../../src/worker/connect';

describe('keepApiKey', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'key-'));
  const file = join(cwd, 'key');
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());
  afterAll(() => rmSync(cwd, { recursive: true }));

  it('hands a rotated key to the connection, once, until it is stopped', () => {
    writeFileSync(file, 'one');
    const config = loadConfig({ env: { TEMPORAL_API_KEY_FILE: file }, cwd, purpose: 'client' });
    const setApiKey = jest.fn(async () => {});
    const { renew, stop } = keepApiKey({ setApiKey }, config, pino({ level: 'silent' }));
    jest.advanceTimersByTime(30_000);
    expect(setApiKey).not.toHaveBeenCalled();
    writeFileSync(file, 'two\n');
    jest.advanceTimersByTime(30_000);
    expect(setApiKey.mock.calls).toEqual([['two']]);
    stop();
    writeFileSync(file, 'three');
    jest.advanceTimersByTime(30_000);
    expect(setApiKey).toHaveBeenCalledTimes(1);
    renew();
    expect(setApiKey.mock.calls).toEqual([['two'], ['three']]);
  });
});

describe('reasonOf', () => {
  it('takes the operating system’s words out of the native client’s debug text', () => {
    const message =
      'tonic::transport::Error(Transport, ConnectError(ConnectError("tcp connect error", 127.0.0.1:1, Os { code: 111, message: "Connection refused" })))';
    expect(reasonOf(new Error(message))).toBe('Connection refused');
    expect(reasonOf(new Error(message.replaceAll('"', '\\"')))).toBe('Connection refused');
  });

  it('leaves any other message as it is', () => expect(reasonOf(new Error('TLS handshake failed'))).toBe('TLS handshake failed'));
});
