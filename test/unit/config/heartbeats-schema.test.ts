import { configFile } from '../../support/config-file';

const { load, problemsOf } = configFile('gateway');
const heartbeats = (heartbeat: object) => ({ heartbeats: { nightly: heartbeat } });

describe('heartbeats', () => {
  it('are read by every process, and with their secrets by the gateway alone', () => {
    const file = heartbeats({ every: '24h', grace: '1h', severity: 'critical', users: ['@dba'], auth: 'bearer', secrets: ['TOKEN'] });
    const settings = { everyMs: 86_400_000, graceMs: 3_600_000, severity: 'critical', users: ['@dba'] };
    for (const purpose of ['worker', 'client'] as const) expect(load(file, {}, purpose).heartbeats).toEqual({ nightly: settings });
    const [door] = load(file, { TOKEN: 'x' }).gateway?.heartbeats ?? [];
    expect(door).toMatchObject({ name: 'nightly', settings, auth: 'bearer' });
    expect(door?.secrets.map(({ value }) => value())).toEqual(['x']);
    expect(problemsOf(file)).toEqual([expect.stringContaining('heartbeats.nightly.secrets: TOKEN is not set')]);
  });

  it('need no more than how often they are fed', () => {
    const { heartbeats: read, gateway } = load(heartbeats({ every: '1m' }));
    expect(read.nightly).toEqual({ everyMs: 60_000, graceMs: 300_000, severity: 'high', users: [] });
    expect(gateway?.heartbeats[0]).toMatchObject({ auth: 'none', secrets: [], limit: 600 });
  });

  it.each([
    [{}, 'heartbeats.nightly.every: is missing (allowed: a duration'],
    [{ every: '1m', auth: 'signature' }, 'heartbeats.nightly.auth: "signature" is not valid (allowed: bearer, basic, token, none)'],
    [{ every: '1m', auth: 'bearer' }, 'heartbeats.nightly.secrets: is missing (allowed: a list of 1 or 2 names'],
    [{ every: '1m', secrets: ['A'] }, 'heartbeats.nightly.secrets: ["A"] is not valid (allowed: no secrets where auth is none)'],
    [{ every: '1m', type: 'x' }, 'heartbeats.nightly.type: is not a known key'],
  ])('%j is refused by its path', (heartbeat, message) => {
    expect(problemsOf(heartbeats(heartbeat))).toEqual([expect.stringContaining(message)]);
  });

  it('have names that fit an address, and a source of their own', () => {
    expect(problemsOf({ heartbeats: { 'a/b': { every: '1m' } } })).toEqual([
      expect.stringContaining('heartbeats: "a/b" is not a valid name'),
    ]);
    expect(problemsOf({ sources: { heartbeat: { type: 'generic', auth: 'none' } } })).toEqual([
      expect.stringContaining('sources: "heartbeat" is not a valid name'),
    ]);
  });
});
