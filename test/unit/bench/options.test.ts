import { readOptions } from '../../../bench/options';

describe('the options of the bench', () => {
  it('run everything by default', () => {
    expect(readOptions([])).toEqual({
      benches: ['overhead', 'latency', 'storm', 'actions', 'idle', 'alerts', 'limits', 'sources', 'containers'],
      runs: 20,
      atOnce: 40,
      incidents: 1000,
      cached: 100,
      rounds: 6,
      limited: 100,
      slackSpeed: 20,
      json: false,
    });
  });

  it('choose benches, in the order in which they run', () => {
    expect(readOptions(['--only', 'idle', '--only', 'overhead', '--incidents', '50', '--json'])).toMatchObject({
      benches: ['overhead', 'idle'],
      incidents: 50,
      json: true,
    });
  });

  it.each([
    [['--only', 'speed'], '--only'],
    [['--runs', '0'], '--runs'],
    [['--runs', '1e3'], '--runs'],
    [['--at-once', '0'], '--at-once'],
    [['--incidents', '-1'], '--incidents'],
    [['--cached', '19'], '--cached'],
    [['--fast'], '--fast'],
    [['latency'], 'latency'],
  ])('refuse %j, naming what is wrong', (args, named) => {
    expect(() => readOptions(args)).toThrow(named);
  });
});
