import { cleanLine } from '../text/clean-text';
import { type Fields, isFields, own } from '../text/read-fields';
import { fieldsOf, optionalText, requiredText } from '../text/read-payload';
import { readTime } from '../text/read-time';
import { invalid, isRefusal, type Refusal } from '../text/refusal';
import { PERSON_NAME_CHARS } from '../text/text-limits';

/** The message that a note quotes: who wrote it, when, and where it is. */
export interface QuotedMessage {
  readonly author: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** Null if it is not known. */
  readonly permalink: string | null;
}

const MAX_PERMALINK = 500;
const EXAMPLE = '{"author": "Ana Ruiz", "at": "2026-01-01T10:00:00Z", "permalink": "https://…"}';

/** Reads the message that a note quotes, from the wire. */
export function readQuoted(fields: Fields): QuotedMessage | undefined | Refusal {
  const quoted = own(fields, 'quoted');
  if (quoted === undefined || quoted === null) return undefined;
  if (!isFields(quoted)) return invalid('quoted', 'must be an object', EXAMPLE);
  const read = fieldsOf({ author: readAuthor(quoted), at: readAt(quoted), permalink: readPermalink(quoted) });
  return isRefusal(read) ? { ...read, field: `quoted.${read.field}`, message: `quoted.${read.message}` } : read;
}

/** A name that is too long is cut. */
function readAuthor(fields: Fields): string | Refusal {
  const author = requiredText(fields, 'author');
  return typeof author === 'string' ? cleanLine(author, PERSON_NAME_CHARS) || invalid('author', 'has no visible characters') : author;
}

function readAt(fields: Fields): string | Refusal {
  const at = requiredText(fields, 'at', 64);
  return typeof at === 'string' ? readTime(at, 'at') : at;
}

function readPermalink(fields: Fields): string | null | Refusal {
  const permalink = optionalText(fields, 'permalink', MAX_PERMALINK) ?? null;
  if (typeof permalink !== 'string') return permalink;
  // Spaces and brackets are never part of a web address, but could end the link that it is shown as.
  const isAddress = /^https?:\/\/[^\s<>|"`]+$/i.test(permalink) && URL.canParse(permalink);
  return isAddress ? permalink : invalid('permalink', 'is not a web address', 'https://…');
}
