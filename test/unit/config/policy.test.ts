import { fileSchema } from '../../../src/config/file-schema';
import { policyOf } from '../../../src/config/policy';
import { currentPolicy } from '../../../src/incident/model/incident';
import { SEVERITIES } from '../../../src/incident/model/severity';
import { sampleIncident } from '../../support/sample-incident';

const HOUR_MS = 3_600_000;
const policiesOf = (content: object) => {
  const policy = policyOf(fileSchema.parse(content));
  return Object.fromEntries(SEVERITIES.map((severity) => [severity, currentPolicy(sampleIncident({ policy, severity }))]));
};
const DEFAULT = { archiveAfterMs: 24 * HOUR_MS, archiveChannel: true, repeatLastLevel: 2 };

it('holds for every severity where the configuration gives one value', () => {
  const all = { archiveAfterMs: HOUR_MS, archiveChannel: false, repeatLastLevel: 0 };
  expect(policiesOf({})).toEqual({ critical: DEFAULT, high: DEFAULT, medium: DEFAULT, low: DEFAULT });
  expect(policiesOf({ archiveAfter: '1h', archiveChannel: false, repeatLastLevel: 0 })).toEqual({
    critical: all,
    high: all,
    medium: all,
    low: all,
  });
});

it('is by severity where it gives a map, the default for those that it leaves out', () => {
  expect(
    policiesOf({ archiveAfter: { critical: '7d', low: '1h' }, archiveChannel: { critical: false }, repeatLastLevel: { low: 0 } }),
  ).toEqual({
    critical: { ...DEFAULT, archiveAfterMs: 168 * HOUR_MS, archiveChannel: false },
    high: DEFAULT,
    medium: DEFAULT,
    low: { ...DEFAULT, archiveAfterMs: HOUR_MS, repeatLastLevel: 0 },
  });
});

it('looks as it always did where one value holds for all: incidents that are open read it, too', () => {
  const policy = policyOf(fileSchema.parse({ archiveAfter: '1h' }));
  expect(policy).toMatchObject({ archiveAfterMs: HOUR_MS, archiveChannel: true, repeatLastLevel: 2 });
  expect(Object.keys(policy.bySeverity.critical).sort()).toEqual([
    'acknowledgeWithinMs',
    'escalateEveryMs',
    'levels',
    'remindAfterMs',
    'responders',
  ]);
});
