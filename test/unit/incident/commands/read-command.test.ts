import { readCommandBase } from '../../../../src/incident/commands/read-command';

describe('the time of a command', () => {
  it.each([
    ['2026-01-01T10:00:00Z', '2026-01-01T10:00:00.000Z'],
    ['2026-01-01T10:00:00+09:00', '2026-01-01T01:00:00.000Z'],
    ['2026-01-01T10:00:00.123-0500', '2026-01-01T15:00:00.123Z'],
  ])('%s', (at, expected) => {
    expect(readCommandBase({ actor: 'ann', at })).toMatchObject({ at: expected });
  });

  // What it means would depend on where the worker runs.
  it.each(['2026-01-01T10:00:00', '2026-01-01 10:00', 'yesterday', '2026-13-01T10:00:00Z'])('is refused as %s', (at) => {
    expect(readCommandBase({ actor: 'ann', at })).toMatchObject({
      code: 'invalid',
      field: 'at',
      message: expect.stringContaining('RFC 3339'),
    });
  });
});

describe('the name of an actor', () => {
  it.each([
    ['Ana Ruiz', 'Ana Ruiz'],
    ['  Ana\n\u202eRuiz ', 'Ana Ruiz'],
    ['a'.repeat(100), `${'a'.repeat(79)}…`],
  ])('%j is read as %j', (actorName, expected) => {
    expect(readCommandBase({ actor: 'slack:U1', actorName })).toEqual({ actor: 'slack:U1', actorName: expected });
  });

  it.each([undefined, null, '', '\u200b'])('%j is none', (actorName) => {
    expect(readCommandBase({ actor: 'slack:U1', actorName })).toEqual({ actor: 'slack:U1' });
  });

  it('is refused if it is not text', () => {
    expect(readCommandBase({ actor: 'slack:U1', actorName: 7 })).toMatchObject({ code: 'invalid', field: 'actorName' });
  });
});
