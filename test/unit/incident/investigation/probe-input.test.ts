import fc from 'fast-check';
import { probeEnvironment, probeInput } from '../../../../src/incident/investigation/probe-input';
import type { Incident } from '../../../../src/incident/model/incident';
import { sampleIncident } from '../../../support/sample-incident';

const about = (incident: Incident, target: string | null) => ({ incident, target, service: null });

describe('probeEnvironment', () => {
  it('fills in the target and the incident', () => {
    const env = {
      URL: '{{target.url}}',
      WHERE: '{{ target.scheme }} {{target.host}} {{target.port}} {{target.path}}',
      ID: '{{incident.id}}/{{incident.severity}}',
      LIMIT: '5',
    };
    expect(probeEnvironment(env, about(sampleIncident(), 'https://me:secret@shop.example.com/health?x=1'))).toEqual({
      URL: 'https://shop.example.com/health?x=1',
      WHERE: 'https shop.example.com 443 /health?x=1',
      ID: 'PROD-20260101-001/critical',
      LIMIT: '5',
    });
    expect(probeEnvironment({ A: '{{target}}|{{target.host}}|{{target.port}}' }, about(sampleIncident(), null))).toEqual({ A: '||' });
    expect(probeEnvironment({ A: '{{target.port}}|{{target.url}}' }, about(sampleIncident(), 'db-1'))).toEqual({ A: '|' });
  });

  it('leaves a template that nobody knows empty, and fills in none that a title brings', () => {
    const incident = sampleIncident({ title: '{{incident.id}} $& $(id) a\0b' });
    expect(probeEnvironment({ A: '{{constructor}}', B: '{{incident.title}}' }, about(incident, null))).toEqual({
      A: '',
      B: '{{incident.id}} $& $(id) ab',
    });
  });

  it('never has a NUL, which would end a value early', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (title) => {
        const { A } = probeEnvironment({ A: 'x{{incident.title}}y' }, about(sampleIncident({ title }), null));
        expect(A).toBe(`x${title.replaceAll('\0', '')}y`);
      }),
    );
  });
});

describe('probeInput', () => {
  const incident = sampleIncident({ title: 'Down', description: 'line 1\nline 2', labels: { a: '1', b: '2' } });

  it('is the alert as text, only its labels, or nothing', () => {
    expect(probeInput('incident', incident)).toBe('title: Down\nline 1\nline 2\nlabel a=1\nlabel b=2\n');
    expect(probeInput('labels', incident)).toBe('label a=1\nlabel b=2\n');
    expect(probeInput('none', incident)).toBe('');
  });

  it('names the errors that are known in the alert, even if the rest is cut', () => {
    const error = 'known error connections_exhausted: -ERR max number of clients reached';
    const down = sampleIncident({ title: 'Down', description: '-ERR max number of clients reached', labels: {} });
    expect(probeInput('incident', down)).toBe(`title: Down\n-ERR max number of clients reached\n${error}\n`);
    expect(probeInput('labels', down)).not.toContain('known error');
    const long = probeInput('incident', { ...down, description: `${down.description}\n${'x'.repeat(200_000)}` });
    expect(long).toHaveLength(64 * 1_024);
    expect(long.endsWith(`x\n${error}\n`)).toBe(true);
  });

  it('is bounded, and still ends its last line', () => {
    const long = probeInput('incident', { ...incident, description: 'x'.repeat(200_000) });
    expect(long).toHaveLength(64 * 1_024);
    expect(long.endsWith('x\n')).toBe(true);
  });
});
