import { KNOWN_SOURCES } from '../../../../src/incident/alerts/vendors';
import { fuzzParser } from '../../../fuzz/fuzz-parser';

/** A sample of what `npm run test:fuzz` does at length. */
it.each(KNOWN_SOURCES)('%s refuses or reads whatever comes in', (source) => {
  const { faults, accepted } = fuzzParser(source, 100_000, 7);
  expect(faults).toEqual([]);
  expect(accepted).toBeGreaterThan(0);
});
