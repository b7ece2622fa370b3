import { senderNamed, senderOf } from '../../../../../src/client/cli/verbs/alert-sender';
import { configFile } from '../../../../support/config-file';

const { load } = configFile('client');
const am = { type: 'alertmanager', auth: 'none' };
const map = { title: '$.check.name' };
const SOURCES = { 'prod-am': am, own: { type: 'generic', auth: 'none', map }, any: { type: 'auto', auth: 'none' } };
const some = load({ sources: SOURCES, heartbeats: { nightly: { every: '24h' } } });
const none = load({});

describe('the sender that is named', () => {
  it('is read as the gateway reads it', () => {
    expect(senderNamed(some, 'own', undefined)).toEqual({ name: 'own', source: 'generic', map });
    expect(senderNamed(some, 'any', 'grafana')).toEqual({ name: 'any', source: undefined, map: undefined });
    expect(senderNamed(none, 'grafana', undefined)).toEqual({ name: 'grafana', source: 'grafana', map: undefined });
  });

  it('has to be one that the gateway has', () => {
    expect(() => senderNamed(some, 'prod-an', undefined)).toThrow(
      '--instance: "prod-an" is not a source; did you mean prod-am? (allowed: prod-am, own, any, heartbeat)',
    );
    expect(() => senderNamed(some, 'alertmanager', undefined)).toThrow('--instance: "alertmanager" is not a source (allowed: prod-am');
    expect(() => senderNamed(none, 'prod-am', undefined)).toThrow(
      /^--instance: "prod-am" is not a source \(allowed: .*alertmanager.*, auto\)$/,
    );
  });

  it('cannot be read as another type', () => {
    expect(() => senderNamed(some, 'prod-am', 'grafana')).toThrow(
      '--source: "grafana" is not the type of prod-am (allowed: alertmanager, or leave it out)',
    );
    expect(senderNamed(some, 'prod-am', 'alertmanager').name).toBe('prod-am');
  });
});

describe('the sender that is not named', () => {
  it('is the only one of its type, else the only one that takes any', () => {
    expect(senderOf(some, 'alertmanager').name).toBe('prod-am');
    expect(senderOf(some, 'datadog').name).toBe('any');
    expect(senderOf(none, 'datadog').name).toBe('datadog');
  });

  it('has to be named if several or none can send the alert', () => {
    const two = load({ sources: { a: am, b: am, own: SOURCES.own } });
    expect(() => senderOf(two, 'alertmanager')).toThrow(
      '--instance: several sources take alerts of the type alertmanager; name one (allowed: a, b)',
    );
    expect(() => senderOf(two, 'datadog')).toThrow('--instance: no source takes alerts of the type datadog (allowed: a, b, own)');
  });
});
