import { describePerformance, readPerformanceData } from '../../../../../src/incident/investigation/plugins/performance-data';
import type { FindingStatus } from '../../../../../src/incident/model/finding';

const described = (text: string, status: FindingStatus = 'fail') => describePerformance(readPerformanceData(text), status);

describe('performance data', () => {
  it('reads label, value, unit, thresholds and maximum', () => {
    expect(readPerformanceData('time=0.004s;1;2:5;0;10')).toEqual([
      {
        label: 'time',
        value: 0.004,
        unit: 's',
        warning: { text: '1', from: 0, to: 1, inside: false },
        critical: { text: '2:5', from: 2, to: 5, inside: false },
        max: 10,
      },
    ]);
  });

  it('reads quoted labels, unknown values, exponents, repeated units, and items without anything else', () => {
    const data = readPerformanceData("'disk /a''b = c'=12%;90%;95% size=U load=1.5e+03 hits=3c;;;0;");
    expect(data.map(({ label, value, unit, warning }) => [label, value, unit, warning?.to ?? null])).toEqual([
      ["disk /a'b = c", 12, '%', 90],
      ['size', null, '', null],
      ['load', 1500, '', null],
      ['hits', 3, 'c', null],
    ]);
  });

  it('skips what follows no guideline', () => {
    expect(readPerformanceData('nonsense =1 x= y=abc ok=1 two words')).toEqual([expect.objectContaining({ label: 'ok', value: 1 })]);
    expect(readPerformanceData('')).toEqual([]);
  });

  it('describes what is beyond a threshold first, the worse the sooner', () => {
    expect(described('users=3;5;10;0 swap=40MB;50:;20: load1=12;5;10 age=@;1:2 queue=7;@5:8;20;0;9')).toEqual([
      'load1: 12, beyond critical 10 (warning 5)',
      'swap: 40 MB, beyond warning 50: (critical 20:)',
      'queue: 7, beyond warning @5:8 (critical 20, at most 9)',
      'users: 3 (warning 5, critical 10)',
    ]);
  });

  it('knows every form of a range', () => {
    const level = (value: number, range: string) => described(`x=${value};;${range}`)[0]?.includes('beyond');
    expect([level(10, '10'), level(11, '10'), level(-1, '10')]).toEqual([false, true, true]);
    expect([level(9, '10:'), level(10, '10:')]).toEqual([true, false]);
    expect([level(-99, '~:10'), level(11, '~:10')]).toEqual([false, true]);
    expect([level(15, '@10:20'), level(21, '@10:20'), level(10, '@10:20')]).toEqual([true, false, true]);
  });

  it('says of nothing that it is beyond what the plugin itself has not found it to be beyond', () => {
    expect(described('offset=-0.000004s;0.5;1.0;', 'ok')).toEqual(['offset: -0.000004 s (warning 0.5, critical 1.0)']);
    expect(described('offset=-0.7s;0.5;1.0; jitter=3;2;9', 'warn')).toEqual([
      'jitter: 3, beyond warning 2 (critical 9)',
      'offset: -0.7 s (warning 0.5, critical 1.0)',
    ]);
  });

  it('takes no longer for hostile text', () => {
    expect(readPerformanceData("'".repeat(1_000_000))).toEqual([]);
    expect(readPerformanceData('a'.repeat(1_000_000))).toEqual([]);
  });
});
