import { isTemplateName } from './templates';

/** A language whose templates stand in quoted texts. */
export interface QuotedLanguage {
  readonly name: string;
  readonly quotes: string;
  /** Quotes between which nothing can be escaped, so no template is allowed there. */
  readonly rawQuote: string | null;
  readonly comment: string | null;
  /** What may come before a quoted text with templates: it is then a value to compare with, and nothing else. */
  readonly comparison: RegExp;
  /** Those of the comparisons whose value is a regular expression. */
  readonly pattern: RegExp | null;
}

export const PROMQL: QuotedLanguage = {
  name: 'PromQL',
  quotes: '"\'`',
  rawQuote: '`',
  comment: '#',
  comparison: /(?:=|=~|!~)$/,
  pattern: /(?:=~|!~)$/,
};

/**
 * LogQL and Lucene alike: a runbook does not say which of the two its source understands. In both, double quotes hold a text,
 * and a backslash escapes. What follows a colon is Lucene.
 */
export const LOG_QUERY: QuotedLanguage = {
  name: 'LogQL and Lucene',
  quotes: '"`',
  rawQuote: '`',
  comment: '#',
  comparison: /(?:=|=~|!~|\|~|:)$/,
  pattern: /(?:=~|!~|\|~)$/,
};

export const JSON_PATH: QuotedLanguage = {
  name: 'JSONPath',
  quotes: '"\'',
  rawQuote: null,
  comment: null,
  comparison: /(?:\[|==|!=)$/,
  pattern: null,
};

/** A template in a query, and how its value must be escaped. */
interface Slot {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly quote: string;
  readonly isPattern: boolean;
}

/** The query's templates, and what is wrong with any of them. */
export interface QuotedTemplates {
  readonly slots: readonly Slot[];
  readonly problems: readonly string[];
}

/** Finds the templates of a query, without reading more of the language than its quotes and comments. Linear time. */
export function quotedTemplates(text: string, language: QuotedLanguage): QuotedTemplates {
  const slots: Slot[] = [];
  const problems: string[] = [];
  let quote: { readonly mark: string; readonly before: string } | null = null;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (text.startsWith('{{', at)) {
      const close = text.indexOf('}}', at);
      if (close < 0) return { slots, problems: [...problems, 'contains {{ without }}'] };
      const name = text.slice(at + 2, close).trim();
      const problem = problemOf(name, quote, language);
      if (problem !== null) problems.push(problem);
      else if (quote !== null && isTemplateName(name)) {
        slots.push({
          start: at,
          end: close + 2,
          name,
          quote: quote.mark,
          isPattern: language.pattern?.test(quote.before) ?? false,
        });
      }
      at = close + 1;
    } else if (quote === null) {
      if (language.quotes.includes(char))
        quote = {
          mark: char,
          before: text
            .slice(Math.max(0, at - 40), at)
            .trimEnd()
            .slice(-2),
        };
      else if (char === language.comment) {
        const end = endOfLine(text, at);
        if (text.slice(at, end).includes('{{')) problems.push('has a template in a comment');
        at = end;
      }
    } else if (char === '\\' && quote.mark !== language.rawQuote) at += 1;
    else if (char === quote.mark) quote = null;
  }
  return { slots, problems };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function problemOf(
  name: string,
  quote: { readonly mark: string; readonly before: string } | null,
  language: QuotedLanguage,
): string | null {
  const { comparison, rawQuote } = language;
  if (!isTemplateName(name)) {
    return isTheirs(name, language) ? null : `{{${name}}} is unknown`;
  }
  if (quote === null || quote.mark === rawQuote) return `{{${name}}} must be in double quotes, as a value to compare with`;
  return comparison.test(quote.before) ? null : `{{${name}}} must be a value to compare with; it cannot be elsewhere in ${language.name}`;
}

/** Whether a template is one of LogQL's own, such as those of line_format, which stay as they are. */
const isTheirs = (name: string, language: QuotedLanguage): boolean => language === LOG_QUERY && /^\.|^__|\s/.test(name);

/** Fills in the templates so that no value can end its quotes or act as a pattern. `valuesOf` has at least one value. */
export function fillQuoted(text: string, language: QuotedLanguage, valuesOf: (name: string) => readonly string[]): string {
  let filled = '';
  let from = 0;
  for (const { start, end, name, quote, isPattern } of quotedTemplates(text, language).slots) {
    const values = valuesOf(name);
    const value = isPattern ? patternOf(values) : (values[0] ?? '');
    const escaped = escapeQuoted(value, quote);
    // What follows may begin with the second half of what LogQL reads as the beginning of a template.
    filled += text.slice(from, start) + escaped + (escaped.endsWith('{') && text[end] === '{' ? ' ' : '');
    from = end;
  }
  return filled + text.slice(from);
}

/** A regular expression that matches exactly these values. */
function patternOf(values: readonly string[]): string {
  const each = values.map((value) => value.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&'));
  return each.length === 1 ? (each[0] ?? '') : `(?:${each.join('|')})`;
}

/**
 * Control characters and halves of surrogate pairs cannot be in a quoted text, and no label needs them. LogQL reads some quoted
 * texts as templates of its own, so no value may contain the beginning of one.
 */
function escapeQuoted(value: string, quote: string): string {
  return value
    .replace(/\p{Cc}|\p{Cs}/gu, ' ')
    .replace(/\{(?=\{)/g, '{ ')
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`);
}
