import fc from 'fast-check';
import { decidePrivacy } from '../../../../src/incident/declaration/privacy';

const RULES = {
  default: 'auto' as const,
  privateLabels: ['security', 'category=security', 'confidential'],
  privateUsers: ['security', 'ciso', 'security-team', 'legal@example.com'],
};
const privacyOf = (labels: Record<string, string>, users: readonly string[] = []) =>
  decidePrivacy({ requested: 'auto', labels, users, rules: RULES });

describe('labels', () => {
  it.each<Record<string, string>>([
    { security: 'true' },
    { security: 'yes' },
    { Security: 'TRUE' },
    { ' security ': '1' },
    { security: 'anything else' },
    { security: '{"level":"high"}' },
    { security: 'false, true' },
    { category: 'security' },
    { category: ' Security ' },
    { category: 'network, security' },
    { security: 'false', SECURITY: 'true' },
    { confidential: 'x' },
    { ｓｅｃｕｒｉｔｙ: 'true' },
    { category: 'sécurity' },
  ])('%j make it private', (labels) => {
    expect(privacyOf(labels)).toMatchObject({ privacy: 'private', reason: expect.stringMatching(/^label /) });
  });

  it.each<Record<string, string>>([
    {},
    { security: 'false' },
    { security: 'No' },
    { security: '' },
    { category: 'network' },
    { team: 'security' },
  ])('%j leave it public', (labels) => {
    expect(privacyOf(labels).privacy).toBe('public');
  });

  it('may hold an equals sign in a value', () => {
    const rules = { ...RULES, privateLabels: ['scope = pii=true'] };
    expect(decidePrivacy({ requested: undefined, labels: { scope: 'pii=true' }, users: [], rules }).privacy).toBe('private');
    expect(decidePrivacy({ requested: undefined, labels: { scope: 'pii' }, users: [], rules }).privacy).toBe('public');
  });
});

describe('people', () => {
  it.each([
    'security@example.com',
    'CISO@example.com',
    '@security',
    'Security Team',
    'security_team',
    'security+oncall@example.com',
    '@Security-Team',
    ' ciso ',
    'ｃｉｓｏ',
    'ciśo',
    'c\ufe0fiso',
    '＠security',
    'legal@example.com',
  ])('%s makes it private', (user) => {
    expect(privacyOf({}, ['dba@example.com', user])).toEqual({ privacy: 'private', reason: `incidents that involve ${user} are private` });
  });

  it.each(['dba@example.com', 'legal@example.org', 'securitas@example.com', 'ben'])('%s leaves it public', (user) => {
    expect(privacyOf({}, [user]).privacy).toBe('public');
  });
});

describe('what was asked for', () => {
  it('counts before labels; `auto` asks for the rules whatever the configuration says', () => {
    const rules = { ...RULES, default: 'public' as const };
    const labels = { security: 'true' };
    expect(decidePrivacy({ requested: 'public', labels, users: [], rules: RULES })).toEqual({ privacy: 'public', reason: 'requested' });
    expect(decidePrivacy({ requested: 'private', labels: {}, users: [], rules })).toEqual({ privacy: 'private', reason: 'requested' });
    expect(decidePrivacy({ requested: 'auto', labels, users: [], rules }).privacy).toBe('private');
    const configured = { ...RULES, default: 'private' as const };
    expect(decidePrivacy({ requested: undefined, labels: {}, users: [], rules: configured })).toEqual({
      privacy: 'private',
      reason: 'configured',
    });
  });
});

it('never opens by what is added: more labels and more people keep a private room private', () => {
  const text = fc.string();
  fc.assert(
    fc.property(fc.dictionary(text, text), fc.array(text), (labels, users) => {
      expect(privacyOf({ ...labels, security: 'true' }, users).privacy).toBe('private');
      expect(privacyOf(labels, [...users, 'ciso@example.com']).privacy).toBe('private');
    }),
  );
});
