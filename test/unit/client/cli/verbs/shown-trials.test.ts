import { shownTrials } from '../../../../../src/client/cli/verbs/shown-trials';
import { type RuleTrial, tryRules } from '../../../../../src/incident/alert-groups/judge-alert';
import type { AlertRule } from '../../../../../src/incident/alert-groups/rules';

const RULES: readonly AlertRule[] = [
  { name: 'staging', when: { labels: { env: ['staging'] } }, do: 'record' },
  { name: 'elsewhere', when: { labels: { env: ['staging'] } }, do: 'joinDependency' },
  { name: 'dependency-down', when: {}, do: 'joinDependency' },
  { name: 'all', when: {}, do: 'open' },
];
const FACTS = { instance: 'am', source: 'alertmanager', severity: 'high', labels: { env: 'prod' } } as const;
const marks = (trials: readonly RuleTrial[], unseen: Parameters<typeof shownTrials>[1]) =>
  shownTrials(trials, unseen).map(({ mark, rule, why }) => [mark, rule.name, why]);

it('says that a rule which joins the incident of a dependency decides if there is one, and which rule decides otherwise', () => {
  const unseen = { whyNot: 'only while the database has an open incident', ifOpen: 'Orders database' };
  expect(marks(tryRules(RULES, FACTS, unseen), unseen)).toEqual([
    ['', 'staging', 'label env is not staging'],
    ['', 'elsewhere', 'label env is not staging'],
    ['?', 'dependency-down', 'applies if one of these has an open incident (not looked up here): Orders database'],
    ['→', 'all', 'applies otherwise'],
  ]);
});

it('is sure if the service depends on nothing, or no rule asks', () => {
  const unseen = { whyNot: 'no service has one of its labels or targets', ifOpen: null };
  expect(marks(tryRules(RULES, FACTS, unseen), unseen).slice(2)).toEqual([
    ['', 'dependency-down', 'no service has one of its labels or targets'],
    ['→', 'all', 'applies'],
  ]);
  expect(marks(tryRules(RULES.slice(3), FACTS), undefined)).toEqual([['→', 'all', 'applies']]);
});
