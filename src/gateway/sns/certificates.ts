import { type KeyObject, X509Certificate } from 'node:crypto';
import { tryLater } from '../request-error';
import { amazonAddress } from './amazon-address';
import { fetchText } from './fetch-text';

/** There is about one for each region; a new one has a new address. */
const MAX_CACHED = 50;
/** A stranger may name any address on Amazon's hosts, but not many at once. */
const MAX_FETCHES = 4;

/** The keys that SNS signs with, each fetched once from Amazon. */
export class SnsCertificates {
  private readonly cached = new Map<string, X509Certificate>();
  private readonly underWay = new Map<string, Promise<X509Certificate | null>>();

  constructor(
    private readonly fetch: typeof globalThis.fetch,
    private readonly now: () => number,
  ) {}

  /** Null if there is no valid certificate of Amazon at this address. @throws RequestError if it cannot be fetched now. */
  async keyAt(address: string): Promise<KeyObject | null> {
    const url = amazonAddress(address);
    if (url === null || !/^\/[A-Za-z0-9._-]{1,200}\.pem$/.test(url.pathname) || url.search !== '') return null;
    const certificate = this.cached.get(url.href) ?? (await this.fetchOnce(url));
    return certificate !== null && isValid(certificate, this.now()) ? certificate.publicKey : null;
  }

  private fetchOnce(url: URL): Promise<X509Certificate | null> {
    const known = this.underWay.get(url.href);
    if (known !== undefined) return known;
    if (this.underWay.size >= MAX_FETCHES) throw tryLater('busy', 'too many certificates are being fetched');
    const fetched = this.fetchAndKeep(url).finally(() => this.underWay.delete(url.href));
    this.underWay.set(url.href, fetched);
    return fetched;
  }

  private async fetchAndKeep(url: URL): Promise<X509Certificate | null> {
    const { status, text } = await fetchText(this.fetch, url).catch((error: unknown) => {
      throw tryLater('certificate_unreachable', `couldn't fetch the certificate of SNS from ${url.host}: ${reasonOf(error)}`);
    });
    if (status >= 500) throw tryLater('certificate_unreachable', `${url.host} answered ${status} instead of the certificate of SNS`);
    const certificate = status === 200 ? readCertificate(text) : null;
    if (certificate === null) return null;
    const [oldest] = this.cached.keys();
    if (this.cached.size >= MAX_CACHED && oldest !== undefined) this.cached.delete(oldest);
    this.cached.set(url.href, certificate);
    return certificate;
  }
}

function readCertificate(text: string): X509Certificate | null {
  try {
    return new X509Certificate(text);
  } catch {
    return null;
  }
}

function isValid({ validFrom, validTo }: X509Certificate, now: number): boolean {
  return Date.parse(validFrom) <= now && now <= Date.parse(validTo);
}

function reasonOf(error: unknown): string {
  const { code, message, cause } = error as NodeJS.ErrnoException;
  const inner = cause as NodeJS.ErrnoException | undefined;
  return inner?.code ?? inner?.message ?? (typeof code === 'string' ? code : message);
}
