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

/** Whether the tests' engine is Podman, which differs from Docker in a few things. */
export const isPodman = process.env.TEST_ENGINE_IS_PODMAN === 'true';

/** `it` for what Podman does not do everywhere. There it is skipped, with the reason in its name. */
export function itUnlessPodman(reason: string, name: string, test: () => Promise<void>): void {
  if (isPodman) it.skip(`${name} (skipped: ${reason})`, test);
  else it(name, test);
}
