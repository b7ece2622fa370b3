import { whyNotRecovered } from '../../../../src/incident/alerts/state-reason';

describe('the reason beside an alert that ended', () => {
  it.each([
    [undefined, null],
    ['', null],
    [' ', null],
    ['Normal', null],
    ['ok', null],
    ['MissingSeries', 'dataVanished'],
    ['NoData', 'dataVanished'],
    ['Error', 'dataVanished'],
    ['NoData, KeepLast', 'dataVanished'],
    ['Paused', 'ruleChanged'],
    ['Updated', 'ruleChanged'],
    ['RuleDeleted', 'ruleChanged'],
    ['SomethingOfNextYear', 'dataVanished'],
  ])('%j is %j', (reason, kind) => {
    expect(whyNotRecovered(reason)).toBe(kind);
  });
});
