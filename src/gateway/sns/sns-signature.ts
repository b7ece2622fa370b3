import { type KeyObject, verify } from 'node:crypto';
import type { Authenticator, Refused } from '../auth/authenticator';
import type { SnsCertificates } from './certificates';
import { readEnvelope, type SnsEnvelope } from './envelope';

/** SNS delivers a message for an hour at most, counted from its timestamp; clocks may differ by five minutes. */
const MAX_AGE_MS = 65 * 60_000;
const MAX_AHEAD_MS = 5 * 60_000;

const DIGESTS = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' } as const;

/**
 * Messages that SNS signed and that belong to one of the topics. The signature alone proves only that AWS sent it, for any of
 * its customers. What needs nothing fetched is checked first.
 */
export function snsSignature(topics: readonly string[], certificates: SnsCertificates, now: () => number): Authenticator {
  return {
    needs: 'a message of SNS with its signature (raw message delivery has none), for a topic that is listed under topics',
    challenge: null,
    checkHead: () => null,
    async checkBody(_, body): Promise<Refused> {
      const envelope = readEnvelope(body);
      if (envelope === null) return 'not a signed message of SNS';
      if (!topics.includes(envelope.topic)) return 'the topic is not listed';
      const age = now() - Date.parse(envelope.timestamp);
      if (!(age <= MAX_AGE_MS && age >= -MAX_AHEAD_MS)) return 'the message is more than an hour old, or from the future';
      const key = await certificates.keyAt(envelope.certificateUrl);
      if (key === null) return 'no valid certificate of Amazon at SigningCertURL';
      return isSigned(envelope, key) ? null : 'the signature does not fit the message';
    },
  };
}

function isSigned({ signed, signature, signatureVersion }: SnsEnvelope, key: KeyObject): boolean {
  try {
    return verify(DIGESTS[signatureVersion], Buffer.from(signed), key, Buffer.from(signature, 'base64'));
  } catch {
    // A certificate with a key of another kind.
    return false;
  }
}
