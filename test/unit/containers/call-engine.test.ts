import { toEngineError } from '../../../src/containers/call-engine';

it.each([
  [
    { code: 'ENOENT', address: '/nosuch.sock', message: 'connect ENOENT /nosuch.sock' },
    "couldn't reach the container engine: there is no socket at /nosuch.sock",
  ],
  [
    { code: 'ECONNREFUSED', address: '127.0.0.1', message: 'connect ECONNREFUSED 127.0.0.1:2375' },
    "couldn't reach the container engine: connect ECONNREFUSED 127.0.0.1:2375",
  ],
])('says in words where no engine is: %j', (thrown, message) => {
  expect(toEngineError('info', thrown)).toMatchObject({ code: 'engine_unreachable', message });
});
