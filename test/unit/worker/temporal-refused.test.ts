import { refusalOf } from '../../../src/worker/temporal-refused';

const server = { address: 'temporal:7233', namespace: 'incidents' };
const error = (code: unknown): Error => Object.assign(new Error('so says the server'), { code });

describe('refusalOf', () => {
  it.each([
    [5, 'Temporal at temporal:7233 has no namespace incidents: so says the server'],
    [7, 'Temporal at temporal:7233 denied this worker access to namespace incidents: so says the server'],
    [16, 'Temporal at temporal:7233 denied this worker access to namespace incidents: so says the server'],
  ])('takes gRPC’s code %d for a refusal', (code, message) => {
    expect(refusalOf(error(code), server)).toMatchObject({ message, code: 'temporal_refused', retryable: false });
  });

  it.each([4, 8, 14, undefined, 'ECONNREFUSED'])('takes %p for a server that may be back in a moment', (code) => {
    expect(refusalOf(error(code), server)).toBeNull();
  });
});
