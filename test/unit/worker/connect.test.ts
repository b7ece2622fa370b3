import { reasonOf } from '../../../src/worker/connect';

describe('reasonOf', () => {
  it('takes the operating system’s words out of the native client’s debug text', () => {
    const message =
      'tonic::transport::Error(Transport, ConnectError(ConnectError("tcp connect error", 127.0.0.1:1, Os { code: 111, message: "Connection refused" })))';
    expect(reasonOf(new Error(message))).toBe('Connection refused');
    expect(reasonOf(new Error(message.replaceAll('"', '\\"')))).toBe('Connection refused');
  });

  it('leaves any other message as it is', () => expect(reasonOf(new Error('TLS handshake failed'))).toBe('TLS handshake failed'));
});
