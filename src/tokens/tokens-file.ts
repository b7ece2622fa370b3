import { closeSync, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { ALLOWABLE_ACTS, PRINCIPAL_MODES } from '../incident/model/actions/principal';
import { TokensFileError } from './tokens-error';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
export const NAME_ALLOWED = '1 to 63 letters, digits, dots, hyphens and underscores, the first a letter or a digit';
export const isTokenName = (text: string): boolean => NAME.test(text);

const ADDRESS = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)*$/;
export const ADDRESS_ALLOWED = 'an email address, such as alice@example.com';
/** In lower case, because people are compared by their addresses. */
export const isAddress = (text: string): boolean => text.length <= 200 && ADDRESS.test(text);

const time = z.iso.datetime();

const tokenSchema = z.strictObject({
  name: z.string().regex(NAME, NAME_ALLOWED),
  person: z.string().refine(isAddress, `${ADDRESS_ALLOWED}, in lower case`),
  /** The program that acts for the person; absent if the person alone uses the token. */
  agent: z.string().regex(NAME, NAME_ALLOWED).optional(),
  mode: z.enum(PRINCIPAL_MODES),
  allows: z.array(z.enum(ALLOWABLE_ACTS)),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'),
  createdAt: time,
  /** Null: never. */
  expiresAt: time.nullable(),
});

const fileSchema = z.strictObject({
  version: z.literal(1),
  tokens: z.array(tokenSchema).refine((tokens) => new Set(tokens.map(({ name }) => name)).size === tokens.length, 'each name once'),
});

/** A token as it is kept: everything but the token. */
export type StoredToken = Readonly<z.infer<typeof tokenSchema>>;

const MAX_BYTES = 1_024 * 1_024;
/** Whoever could write to the file could make themselves an approver. */
const WRITABLE_BY_OTHERS = 0o022;
const READABLE_BY_OTHERS = 0o044;

export const isReadableByOthers = (path: string): boolean => (statSync(path).mode & READABLE_BY_OTHERS) !== 0;

/** The tokens in the file; null if there is no file. @throws TokensFileError saying why the file cannot be used. */
export function readTokens(path: string): readonly StoredToken[] | null {
  const text = textOf(path);
  if (text === null) return null;
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new TokensFileError(path, 'is not JSON');
  }
  const read = fileSchema.safeParse(content);
  if (read.success) return read.data.tokens;
  const [issue] = read.error.issues;
  throw new TokensFileError(path, `is not a file of tokens: ${issue?.path.join('.') || 'the document'}: ${issue?.message}`);
}

export const textOfTokens = (tokens: readonly StoredToken[]): string => `${JSON.stringify({ version: 1, tokens }, null, 2)}\n`;

function textOf(path: string): string | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new TokensFileError(path, `cannot be read (${code})`, error);
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new TokensFileError(path, 'is not a file');
    if (stats.size > MAX_BYTES) throw new TokensFileError(path, `is larger than ${MAX_BYTES} bytes`);
    if ((stats.mode & WRITABLE_BY_OTHERS) !== 0)
      throw new TokensFileError(path, `can be changed by others than its owner; to mend it: chmod 600 ${path}`);
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}
