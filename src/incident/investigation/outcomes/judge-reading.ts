import type { FindingStatus } from '../../model/finding';
import type { StateFact } from '../../model/investigation/fact';
import type { Reading } from '../../model/investigation/reading';
import type { Expectation, Outcome } from '../../model/investigation/source-query';
import { assertNever } from '../../text/assert-never';
import { causeFacts } from '../cause-facts';
import { isTemplateName, type TemplateSubject } from '../queries/templates';
import { formatValue } from './format-value';
import { fillLink, fillMessage, namesIn } from './message';

/** What a reading means. */
export interface Judgement {
  readonly status: FindingStatus;
  /** Untrusted text of any length. */
  readonly message: string;
  readonly link: string | null;
  readonly recommendations: readonly string[];
  readonly facts: readonly StateFact[];
}

type Fields = Reading['fields'];

/**
 * The first outcome whose conditions all hold decides. If none does, or one before it compares a field that the answer does not
 * have at all, which is a misspelt name, the status is unknown, never ok. So it is if ok would rest on a field without a value.
 */
export function judgeReading({ fields }: Pick<Reading, 'fields'>, outcomes: readonly Outcome[], subject: TemplateSubject): Judgement {
  const index = outcomes.findIndex(({ when }) => Object.entries(when).every(([name, expectation]) => holds(fields, name, expectation)));
  const outcome = outcomes[index];
  const compared = outcomes.slice(0, outcome === undefined ? outcomes.length : index + 1).flatMap(({ when }) => Object.keys(when));
  const strange = compared.find((name) => !Object.hasOwn(fields, name));
  if (outcome === undefined || strange !== undefined) {
    const why = strange === undefined ? 'no outcome of the probe matches the answer' : `the answer has no field ${strange}`;
    return unknown(`${why} (${valuesOf(fields)})`);
  }
  const [blank, ...others] = blanksOf(outcome, fields);
  if (blank !== undefined) return unknown(`the answer has no value for ${[blank, ...others].join(', ')}`, remedyFor(blank));
  const { status, cause, link, recommend } = outcome;
  const message = fillMessage(outcome.message, fields, subject);
  const isTrouble = status === 'fail' || status === 'warn';
  const facts = causeFacts({
    named: isTrouble ? (cause ?? undefined) : undefined,
    ruledOut: status === 'ok' ? ruledOut(fields, outcomes) : [],
    summary: message,
    service: subject.service?.name ?? null,
  });
  return { status, message, link: link === null ? null : fillLink(link, fields, subject), recommendations: recommend, facts };
}

function unknown(why: string, ...recommendations: readonly string[]): Judgement {
  return { status: 'unknown', message: `unknown: ${why}`, link: null, recommendations, facts: [] };
}

const remedyFor = (name: string): string =>
  `Check what the probe asks for. If no value is right, give it an outcome with when: { ${name}: missing }.`;

/**
 * The fields without a value that an outcome of status ok rests on: those that its message tells, and all if no field has one,
 * unless its own conditions say that none is right.
 */
function blanksOf({ status, when, message }: Outcome, fields: Fields): readonly string[] {
  if (status !== 'ok') return [];
  const blank = Object.keys(fields).filter((name) => fields[name] === null);
  const told = namesIn(message).filter((name) => (Object.hasOwn(fields, name) ? fields[name] === null : !isTemplateName(name)));
  const isBare = Object.keys(when).length === 0 && blank.length === Object.keys(fields).length;
  return [...new Set(isBare ? [...blank, ...told] : told)];
}

/** The causes of outcomes that do not hold, as far as the reading has the values to say so. */
function ruledOut(fields: Fields, outcomes: readonly Outcome[]) {
  const isKnown = ([name, { is }]: readonly [string, Expectation]): boolean => is === 'missing' || findValue(fields, name) !== null;
  return outcomes.flatMap(({ cause, when }) => (cause !== null && Object.entries(when).every(isKnown) ? cause : []));
}

/** A field without a value meets no expectation but `missing`. */
function holds(fields: Fields, name: string, expectation: Expectation): boolean {
  const value = findValue(fields, name);
  if (value === null) return expectation.is === 'missing';
  switch (expectation.is) {
    case 'missing':
      return false;
    case 'present':
      return true;
    case '=':
      return equals(value, expectation.than);
    case '!=':
      return !equals(value, expectation.than);
    case '>':
      return numberOf(value) > expectation.than;
    case '>=':
      return numberOf(value) >= expectation.than;
    case '<':
      return numberOf(value) < expectation.than;
    case '<=':
      return numberOf(value) <= expectation.than;
    default:
      return assertNever(expectation);
  }
}

function findValue(fields: Fields, name: string): number | string | null {
  return Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;
}

function equals(value: number | string, than: number | string): boolean {
  return typeof than === 'number' ? numberOf(value) === than : String(value) === than;
}

/** Many an API writes its numbers as text. Not a number, and so neither more nor less than any, if the text is none. */
function numberOf(value: number | string): number {
  return typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
}

function valuesOf(fields: Fields): string {
  const values = Object.entries(fields).map(([name, value]) => `${name} ${formatValue(value, null)}`);
  return values.join(', ') || 'it has no fields';
}
