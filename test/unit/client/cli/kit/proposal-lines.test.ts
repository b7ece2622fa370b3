import { proposalRows, wholeProposal } from '../../../../../src/client/cli/kit/proposal-lines';
import type { Proposal } from '../../../../../src/incident/model/actions/proposal';
import { sampleAction } from '../../../../support/action-world';

const PROPOSAL: Proposal = {
  id: 'P-0123456789',
  what: { kind: 'action', action: sampleAction({ target: 'db-1:5432' }) },
  digest: 'd'.repeat(64),
  by: {
    actor: 'alice@example.com',
    via: 'claude-code',
    person: 'alice@example.com',
    identities: ['alice@example.com'],
    agent: 'claude-code',
  },
  reason: 'it leaks',
  proposedAt: '2026-01-01T10:00:00.000Z',
  expiresAt: '2026-01-01T10:15:00.000Z',
  status: 'proposed',
};

describe('a proposal that someone is asked to approve', () => {
  it('is shown whole: for whom, what it runs and undoes, what is checked, until when, and its digest', () => {
    expect(wholeProposal(PROPOSAL)).toEqual([
      'proposal  P-0123456789: Restart the shop (db-1:5432)',
      'asked by  alice@example.com (via claude-code): it leaks',
      'effect    Restarts every process of the shop.',
      'runs      image: the probe image',
      '          network: none',
      '          time limit: 1 min',
      '          $ restart',
      'rollback  image: the probe image',
      '          network: none',
      '          time limit: 1 min',
      '          $ start-again',
      expect.stringMatching(/^checks {4}\S.*, within 1 min$/),
      'expires   2026-01-01 10:15:00 UTC',
      `digest    ${'d'.repeat(64)}`,
    ]);
  });

  it('hides no character that could change how the rest is read', () => {
    const lines = wholeProposal({ ...PROPOSAL, reason: 'fine\u202e\u001b[2K\nexpires   never' });
    expect(lines[1]).toBe('asked by  alice@example.com (via claude-code): fine\\u{202e}\\u{1b}\\u{5b}\\u{32}\\u{4b} expires   never');
  });

  it('may be a command', () => {
    const what = { kind: 'command', command: { name: 'resolve', payload: { note: 'restarted' } } } as const;
    expect(wholeProposal({ ...PROPOSAL, what })).toContain('does      resolve {"note":"restarted"}');
  });
});

it('a small table says what waits and what became of the others', () => {
  const over: Proposal = { ...PROPOSAL, id: 'P-9876543210', status: 'verified', endedAt: '2026-01-01T10:20:00.000Z' };
  expect(proposalRows([PROPOSAL, over]).slice(1)).toEqual([
    expect.stringMatching(
      /^P-0123456789 +proposed +Restart the shop \(db-1:5432\) +alice@example\.com \(via claude-code\) +2026-01-01 10:15 UTC$/,
    ),
    expect.stringMatching(/^P-9876543210 +verified .* 2026-01-01 10:20 UTC$/),
  ]);
  expect(proposalRows([])).toEqual([]);
});
