import { unknownFinding } from '../../../../src/incident/investigation/unknown-finding';
import { sampleProbe } from '../../../support/sample-incident';
import { after, CREATED_AT, MISSING_SCOPE } from '../../../support/sample-state';

it('says why nothing is known, and never anything else', () => {
  const finding = unknownFinding(sampleProbe(), MISSING_SCOPE, CREATED_AT, after(2));
  expect(finding).toMatchObject({ status: 'unknown', evidence: [], attempt: 0, durationMs: 2_000, recommendations: [MISSING_SCOPE.mend] });
  expect(finding.summary).toBe(`unknown: ${MISSING_SCOPE.message}`);
  expect(unknownFinding(sampleProbe(), { ...MISSING_SCOPE, mend: '' }, after(2), CREATED_AT)).toMatchObject({
    recommendations: [],
    durationMs: 0,
  });
});
