import { readDemoOptions, readDevOptions } from '../../../src/demo/demo-options';

it('reads the severity, and stays on a terminal', () => {
  expect(readDemoOptions(['--severity', 'high'], true)).toMatchObject({ severity: 'high', once: false });
  expect(readDemoOptions([], false)).toMatchObject({ severity: undefined, once: true });
});

it('tells what is wrong as every command does', () => {
  expect(() => readDemoOptions(['--severity', 'urgent'], true)).toThrow(
    '--severity: "urgent" is not a severity (allowed: critical, high, medium, low)',
  );
  expect(() => readDemoOptions(['--sevrity', 'high'], true)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  expect(() => readDevOptions(['now'])).toThrow(expect.objectContaining({ code: 'invalid_input' }));
});
