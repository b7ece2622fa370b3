const REASONS = {
  temporal: 'MISSING_TEMPORAL',
  engine: 'MISSING_ENGINE',
  testServer: 'MISSING_TEST_SERVER',
  alertmanager: 'MISSING_ALERTMANAGER',
  browser: 'MISSING_BROWSER',
  packages: 'MISSING_PACKAGES',
  toolsImage: 'MISSING_TOOLS_IMAGE',
} as const;

/**
 * `describe` for tests that need components. If a component is unavailable, the tests are skipped and listed with the reason
 * in their name; if CI is true, this is a failure.
 */
export function describeWith(components: readonly (keyof typeof REASONS)[], name: string, tests: () => void): void {
  const missing = components.map((component) => process.env[REASONS[component]]).find((reason) => reason !== undefined);
  if (missing === undefined) {
    describe(name, tests);
    return;
  }
  if (process.env.CI !== 'true') {
    describe.skip(`${name} (skipped: ${missing})`, tests);
    return;
  }
  it(`${name}: has what it needs`, () => {
    throw new Error(`CI must run every test, but ${missing}`);
  });
}
