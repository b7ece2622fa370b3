import fc from 'fast-check';
import type { ContainerStep, KubernetesStep } from '../../../../../src/incident/model/actions/action';
import { fitsMessage, shownStep, visibleText } from '../../../../../src/incident/model/actions/shown-step';

const CONTAINER: ContainerStep = {
  runs: 'container',
  image: null,
  command: ['queue-move', '--to', 'spare'],
  env: {},
  network: null,
  secrets: [],
  resources: { memoryBytes: 1, cpus: 1, pids: 1 },
  timeoutMs: 60_000,
};
const CHANGE: KubernetesStep = {
  runs: 'kubernetes',
  source: 'prod',
  verb: 'scale',
  namespace: 'shop',
  deployment: 'api',
  replicas: 5,
  timeoutMs: 1_000,
};

describe('a step, as it is shown', () => {
  it('says where a program runs, for how long, with what, and where each argument ends', () => {
    const step = { ...CONTAINER, command: ['say', "it's done", ''], env: { HOST: 'db 1' }, network: 'default', secrets: ['TOKEN'] };
    expect(shownStep(step)).toEqual([
      'image: the probe image',
      'network: default',
      'secrets: TOKEN',
      'time limit: 1 min',
      "HOST='db 1'",
      `$ say 'it'\\''s done' ''`,
    ]);
  });

  it('shows a script line by line, with its indentation', () => {
    const script = 'set -eu\nif true; then\n    rm  -r /tmp/x\nfi\n';
    expect(shownStep({ ...CONTAINER, command: ['sh', '-c', script] }).slice(-5)).toEqual([
      '$ sh -c, with this script:',
      'set -eu',
      'if true; then',
      '    rm  -r /tmp/x',
      'fi',
    ]);
  });

  it.each([
    ['restart', 'Kubernetes prod: restart Deployment shop/api'],
    ['scale', 'Kubernetes prod: scale Deployment shop/api to 5 replicas'],
    ['undo', 'Kubernetes prod: roll back Deployment shop/api to its previous revision'],
    ['restore', 'Kubernetes prod: give Deployment shop/api back what it had before'],
  ] as const)('says what %s does to a Deployment', (verb, shown) => {
    expect(shownStep({ ...CHANGE, verb })).toEqual([shown]);
  });

  it('writes out every character that could not be seen or would change how the rest is shown', () => {
    expect(visibleText('a\u202eb\u200bc\td\u00a0e\u001b[2Jf')).toBe('a\\u{202e}b\\u{200b}c\\u{9}d\\u{a0}e\\u{1b}\\u{5b}\\u{32}\\u{4a}f');
    expect(visibleText('\ud800 \u{e0041} ```')).toBe('\\u{d800} \\u{e0041} \\u{60}\\u{60}\\u{60}');
    expect(visibleText('ordinary text:\n  100 % – naïve 👍')).toBe('ordinary text:\n  100 % – naïve 👍');
  });

  it('never loses text: whatever is hidden in a command, the shown form differs from that of the command without it', () => {
    const hidden = fc.constantFrom('\u202e', '\u2066', '\u200b', '\ufeff', '\u{e0020}', '\u001b[8m', '\r', '\u00ad', '\u3164', '\u115f');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), hidden, fc.string({ unit: 'binary' }), (before, char, after) => {
        expect(visibleText(`${before}${char}${after}`)).not.toBe(visibleText(`${before}${after}`));
      }),
    );
  });

  it('fits a message by its length once Slack has escaped it', () => {
    const withEnv = (value: string) => ({ ...CONTAINER, env: { A: value } });
    expect(fitsMessage(withEnv('x'.repeat(2_600)))).toBe(true);
    expect(fitsMessage(withEnv('x'.repeat(2_800)))).toBe(false);
    expect(fitsMessage(withEnv('<'.repeat(600)))).toBe(false);
  });
});
