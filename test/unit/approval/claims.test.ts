import { digestOfAction, isSignedBy, signClaim } from '../../../src/approval/claims';
import type { Secret } from '../../../src/config/secrets';
import type { ResolvedAction } from '../../../src/incident/model/actions/action';
import type { ApprovalClaim } from '../../../src/incident/model/actions/claims';

const secret = (value: string, next = value): Secret => ({ value: () => value, refresh: () => next });
const KEY = secret('k'.repeat(64));
const CLAIM: ApprovalClaim = {
  kind: 'approval',
  incidentId: 'PROD-1',
  proposalId: 'P-0123456789',
  digest: 'd'.repeat(64),
  person: 'ben@example.com',
  identities: ['ben@example.com'],
  expiresAt: '2026-01-01T10:15:00.000Z',
};
const ACTION: ResolvedAction = {
  runbook: 'kubernetes',
  name: 'restart-deployment',
  title: 'Restart the Deployment',
  effect: 'Replaces its pods.',
  target: null,
  does: { runs: 'kubernetes', source: 'prod', verb: 'restart', namespace: 'shop', deployment: 'api', timeoutMs: 10_000 },
  rollback: null,
  checks: { probes: [], withinMs: 60_000 },
};

describe('a signed claim', () => {
  it('is valid whatever the order of its keys', () => {
    const { signature } = signClaim(KEY, CLAIM);
    const reordered = Object.fromEntries(Object.entries(CLAIM).reverse()) as unknown as ApprovalClaim;
    expect(isSignedBy(KEY, { claim: reordered, signature })).toBe(true);
  });

  it.each(Object.keys(CLAIM) as (keyof ApprovalClaim)[])('is invalid once its %s has changed', (field) => {
    const { signature } = signClaim(KEY, CLAIM);
    expect(isSignedBy(KEY, { claim: { ...CLAIM, [field]: 'other' } as ApprovalClaim, signature })).toBe(false);
  });

  it('is invalid with another key, without a signature, and without a key', () => {
    const signed = signClaim(KEY, CLAIM);
    expect(isSignedBy(secret('x'.repeat(64)), signed)).toBe(false);
    expect(isSignedBy(KEY, { claim: CLAIM, signature: '' })).toBe(false);
    expect(isSignedBy(KEY, { claim: CLAIM, signature: 'not hex' })).toBe(false);
    expect(isSignedBy(secret(''), signClaim(secret(''), CLAIM))).toBe(false);
  });

  it('is checked against a key that has been replaced', () => {
    expect(isSignedBy(secret('old'.repeat(20), 'new'.repeat(20)), signClaim(secret('new'.repeat(20)), CLAIM))).toBe(true);
  });
});

describe('the digest of an action', () => {
  const digest = (action: ResolvedAction) => digestOfAction('PROD-1', 'P-0123456789', action);

  it('differs if anything about the action, the incident or the proposal differs', () => {
    const changed = { ...ACTION, does: { ...ACTION.does, deployment: 'db' } } as ResolvedAction;
    const digests = [
      digest(ACTION),
      digest(changed),
      digestOfAction('PROD-2', 'P-0123456789', ACTION),
      digestOfAction('PROD-1', 'P-1', ACTION),
    ];
    expect(new Set(digests).size).toBe(digests.length);
  });
});
