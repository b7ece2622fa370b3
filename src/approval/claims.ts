import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../config/secrets';
import type { ResolvedAction } from '../incident/model/actions/action';
import type { Claim, Signed } from '../incident/model/actions/claims';
import { canonicalJson } from './canonical-json';

/** What an approval is bound to: the whole action as it was shown. SHA-256, in hexadecimal. */
export function digestOfAction(incidentId: string, proposalId: string, action: ResolvedAction): string {
  return createHash('sha256').update(canonicalJson({ incidentId, proposalId, action })).digest('hex');
}

export function signClaim<Kind extends Claim>(key: Secret, claim: Kind): Signed<Kind> {
  return { claim, signature: macOf(key.value(), claim).toString('hex') };
}

/** Whether the gateway signed the claim with this key. A key that was replaced is read anew. */
export function isSignedBy(key: Secret, { claim, signature }: Signed<Claim>): boolean {
  const given = Buffer.from(signature, 'hex');
  const fits = (value: string): boolean => {
    const expected = macOf(value, claim);
    return value !== '' && given.length === expected.length && timingSafeEqual(given, expected);
  };
  const before = key.value();
  if (fits(before)) return true;
  const now = key.refresh();
  return now !== before && fits(now);
}

const macOf = (key: string, claim: Claim): Buffer => createHmac('sha256', key).update(canonicalJson(claim)).digest();
