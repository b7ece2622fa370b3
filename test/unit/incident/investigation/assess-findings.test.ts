import fc from 'fast-check';
import { assessFindings } from '../../../../src/incident/investigation/assess-findings';
import { ASPECTS, FINDING_STATUSES, type Finding } from '../../../../src/incident/model/finding';
import { sampleFinding, sampleProbe } from '../../../support/sample-incident';

let made = 0;
const finding = (changes: Partial<Finding>): Finding => {
  made += 1;
  return { ...sampleFinding(sampleProbe({ key: `probe-${made}` })), ...changes };
};
const assess = (...findings: Partial<Finding>[]) => assessFindings(findings.map(finding), []);

describe('figures, computed by hand', () => {
  it('of three probes that all answer: (5 + 4 + ½·3) of 12, and 1 − 2⁻³', () => {
    const all = assess(
      { weight: 5, aspect: 'availability', status: 'ok' },
      { weight: 4, aspect: 'network', status: 'ok' },
      { weight: 3, aspect: 'performance', status: 'warn' },
    );
    expect(all).toMatchObject({ status: 'completed', coverage: 1, health: 88, confidence: 88 });
    expect(all.confidenceInputs).toBe('3 of 3 probes conclusive, weight 12 of 12, 3 aspects covered, no failures to reproduce');
  });

  it('of a failure, an answer and an unknown: 4 of 9, and ¾ · ¾ · (0.7 + 0.3 · reproduced)', () => {
    const seen = (reproduced: boolean) =>
      assess(
        { weight: 5, aspect: 'availability', status: 'fail', reproduced },
        { weight: 4, aspect: 'network', status: 'ok' },
        { weight: 3, aspect: 'performance', status: 'unknown' },
      );
    expect(seen(true)).toMatchObject({ status: 'partial', coverage: 0.75, health: 44, confidence: 56 });
    expect(seen(false)).toMatchObject({ status: 'partial', coverage: 0.75, health: 44, confidence: 39 });
    expect(seen(true).confidenceInputs).toBe('2 of 3 probes conclusive, weight 9 of 12, 2 aspects covered, 1 of 1 failure reproduced');
  });

  it('of half of the failures reproduced: ½ · (0.7 + 0.15)', () => {
    expect(assess({ status: 'fail', reproduced: true }, { status: 'fail' }).confidence).toBe(43);
  });

  it('keep health below half when a probe of weight 3 fails, and not for a slighter one', () => {
    expect(assess({ weight: 3, status: 'fail' }, { weight: 5 }, { weight: 5 }, { weight: 5 }).health).toBe(49);
    expect(assess({ weight: 2, status: 'fail' }, { weight: 5 }, { weight: 5 }, { weight: 5 }).health).toBe(88);
  });

  it('say no health below half of the weight', () => {
    expect(assess({ weight: 2 }, { weight: 3, status: 'unknown' }).health).toBeNull();
    expect(assess({ weight: 3 }, { weight: 3, status: 'unknown' }).health).toBe(100);
  });

  it('never reach certainty', () => {
    expect(assess(...ASPECTS.map((aspect) => ({ aspect }))).confidence).toBe(95);
    expect(assess(...ASPECTS.slice(0, 4).map((aspect) => ({ aspect }))).confidence).toBe(94);
  });

  it('count correlation for coverage and aspects, and not for health', () => {
    const result = assess({ aspect: 'availability', weight: 2 }, { kind: 'correlation', aspect: 'evidence', status: 'fail', weight: 5 });
    expect(result).toMatchObject({ health: 100, coverage: 1, confidence: 75 });
  });
});

describe('without a look at the system', () => {
  it('nothing ran, and nothing is known', () => {
    expect(assess()).toMatchObject({ status: 'not_run', health: null, confidence: 0, coverage: 0, hypothesis: null });
    expect(assess({ status: 'unknown', attempt: 0 })).toMatchObject({ status: 'not_run', health: null, confidence: 0, coverage: 0 });
    expect(assess({ status: 'unknown', attempt: 0 }).systemHealth).toEqual({ api: 'unknown', database: 'unknown', network: 'unknown' });
  });

  it('it ran and could not tell', () => {
    expect(assess({ status: 'unknown', attempt: 1 })).toMatchObject({ status: 'inconclusive', health: null, confidence: 0 });
  });

  it('confidence is 0 without evidence, and says so', () => {
    const bare = assess({ evidence: [] });
    expect(bare.confidence).toBe(0);
    expect(bare.confidenceInputs).toContain('no probe checked the system itself');
    expect(assess({ kind: 'correlation' }).confidence).toBe(0);
  });
});

describe('a control probe', () => {
  const control = { control: true, title: 'The prober’s own network', network: true };

  it('that fails makes every failure over the network unknown, with what the probe had said', () => {
    const result = assess(
      { ...control, status: 'fail' },
      { network: true, status: 'fail', recommendations: ['Restart it.'], summary: 'refused' },
      { network: true, status: 'ok' },
      { network: false, status: 'fail', component: 'host' },
    );
    expect(result.findings.map(({ status }) => status)).toEqual(['fail', 'unknown', 'ok', 'fail']);
    expect(result.findings[1]?.summary).toBe('unknown: the prober itself has no network (probe "The prober’s own network" failed)');
    expect(result.findings[1]?.evidence[0]).toBe('reported: refused');
    expect(result.recommendations.map(({ text }) => text)).not.toContain('Restart it.');
    expect(result).toMatchObject({ status: 'partial', counts: { ok: 1, warn: 0, fail: 2, unknown: 1 } });
  });

  it('counts for no figure', () => {
    const known = { weight: 2, aspect: 'availability' } as const;
    const { findings: _with, counts: _counts, confidenceInputs, ...withControl } = assess({ ...control, status: 'ok', weight: 5 }, known);
    const { findings: _without, counts: _others, confidenceInputs: inputs, ...without } = assess(known);
    expect(withControl).toEqual(without);
    expect(confidenceInputs).toBe(inputs.replace(' conclusive', " conclusive, not counting the check of the prober's own network"));
    expect(assess({ ...control, status: 'ok' })).toMatchObject({ status: 'not_run', confidence: 0, health: null });
  });
});

it('says the worst that is known of each component', () => {
  const result = assess(
    { component: 'api', status: 'ok' },
    { component: 'api', status: 'warn' },
    { component: 'database', status: 'fail' },
    { component: 'database', status: 'unknown' },
    { component: 'tls', status: 'ok' },
    { component: 'log', kind: 'correlation', status: 'fail' },
  );
  expect(result.systemHealth).toEqual({ api: 'warn', database: 'fail', network: 'unknown', tls: 'ok' });
});

it('recommends the gravest first, each sentence once, tied to its finding', () => {
  const result = assess(
    { key: 'a', status: 'warn', weight: 5, recommendations: ['Watch it.'] },
    { key: 'b', status: 'fail', weight: 1, recommendations: ['Mend it.', 'Watch it.'] },
    { key: 'c', status: 'fail', weight: 4, recommendations: ['Call someone.'] },
  );
  expect(result.recommendations).toEqual([
    { text: 'Call someone.', finding: 'c' },
    { text: 'Mend it.', finding: 'b' },
    { text: 'Watch it.', finding: 'b' },
  ]);
});

describe('whatever was found', () => {
  const any = fc.record({
    weight: fc.integer({ min: 1, max: 5 }),
    status: fc.constantFrom(...FINDING_STATUSES),
    aspect: fc.constantFrom(...ASPECTS),
    kind: fc.constantFrom('health' as const, 'correlation' as const),
    control: fc.boolean(),
    network: fc.boolean(),
    evidence: fc.constantFrom([], ['x']),
    attempt: fc.integer({ min: 0, max: 3 }),
  });

  it('the figures stay within their bounds, and nothing unknown is called well', () => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (changes) => {
        const result = assess(...changes);
        expect(result.coverage).toBeGreaterThanOrEqual(0);
        expect(result.coverage).toBeLessThanOrEqual(1);
        expect(result.confidence).toBeGreaterThanOrEqual(0);
        expect(result.confidence).toBeLessThanOrEqual(95);
        expect(result.health === null || (result.health >= 0 && result.health <= 100)).toBe(true);
        if (changes.every(({ status }) => status === 'unknown')) {
          expect(result).toMatchObject({ health: null, confidence: 0, hypothesis: null });
          expect(new Set(Object.values(result.systemHealth))).toEqual(new Set(['unknown']));
        }
        expect(Object.values(result.counts).reduce((sum, count) => sum + count, 0)).toBe(changes.length);
      }),
    );
  });

  it('a probe that turns unknown never raises coverage or confidence', () => {
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 8 }), (changes) => {
        const [first, ...rest] = changes;
        fc.pre(first !== undefined && first.status !== 'fail');
        const before = assess(...changes);
        const later = assess({ ...first, status: 'unknown' }, ...rest);
        expect(later.coverage).toBeLessThanOrEqual(before.coverage);
        expect(later.confidence).toBeLessThanOrEqual(before.confidence);
      }),
    );
  });
});
