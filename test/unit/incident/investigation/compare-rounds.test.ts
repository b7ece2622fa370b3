import { assessFindings } from '../../../../src/incident/investigation/assess-findings';
import { compareRounds } from '../../../../src/incident/investigation/compare-rounds';
import type { FindingStatus } from '../../../../src/incident/model/finding';
import { sampleFinding, sampleProbe } from '../../../support/sample-incident';

const round = (statuses: Readonly<Record<string, FindingStatus>>) =>
  Object.entries(statuses).map(([key, status]) =>
    sampleFinding(sampleProbe({ key, title: key }), { status, summary: `${key} is ${status}` }),
  );

it('has nothing to compare in the first round', () => {
  expect(compareRounds(null, round({ http: 'fail' }))).toBeUndefined();
});

it('tells which probes say something else now, gravest first, and not which were looked at only once', () => {
  const before = assessFindings(round({ http: 'fail', dns: 'ok', tls: 'warn', gone: 'fail' }), []);
  const changes = compareRounds(before, round({ http: 'ok', dns: 'fail', tls: 'warn', new: 'fail' }));
  expect(changes?.map(({ finding, before: was, now, summary }) => [finding, was, now, summary])).toEqual([
    ['dns', 'ok', 'fail', 'dns is fail'],
    ['http', 'fail', 'ok', 'http is ok'],
  ]);
  expect(compareRounds(before, round({ http: 'fail' }))).toEqual([]);
});
