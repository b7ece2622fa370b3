import type { SourceQuery } from '../../model/investigation/source-query';
import { assertNever } from '../../text/assert-never';
import { fillQuoted, JSON_PATH, LOG_QUERY, PROMQL, type QuotedLanguage, quotedTemplates } from './quoted-templates';
import { ALLOWED_TEMPLATES, isTemplateName, replaceTemplates, type TemplateSubject, templatesIn, templateValues } from './templates';

/** How the templates of one text of a query are filled in. */
type Rule = QuotedLanguage | 'path' | 'word';

/** A text of a query that may contain templates. */
interface TemplateText {
  /** Its place within the query: `query`, `fields.status`. */
  readonly path: readonly string[];
  readonly text: string;
  readonly rule: Rule;
}

/** What Kubernetes allows in names and values of labels, and GitHub, GitLab and Argo CD in names. */
const WORD = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?$/;
/** Also between encoded slashes, which many a proxy decodes before it resolves the dots. */
const DOT_SEGMENT = /(?:^|\/|%2f|%5c)(?:\.|%2e){1,2}(?:\/|%2f|%5c|$)/i;

/** A query whose templates cannot be filled in safely; the message is for people. */
class UnfillableError extends Error {}

/** The templates in the texts of a query that are unknown, or in a place where no value is safe. */
export function templateProblems(query: SourceQuery): readonly { readonly path: readonly string[]; readonly problem: string }[] {
  return textsOf(query).flatMap(({ path, text, rule }) => problemsOf(text, rule).map((problem) => ({ path, problem })));
}

/** The names of all templates that a query uses. */
export function templatesOf(query: SourceQuery): readonly string[] {
  return textsOf(query).flatMap(({ text }) => templatesIn(text));
}

function problemsOf(text: string, rule: Rule): readonly string[] {
  if (typeof rule === 'object') return quotedTemplates(text, rule).problems.map((problem) => withAllowed(problem));
  return templatesIn(text).flatMap((name) => (isTemplateName(name) ? [] : withAllowed(`{{${name}}} is unknown`)));
}

const withAllowed = (problem: string): string => (problem.endsWith('is unknown') ? `${problem} (allowed: ${ALLOWED_TEMPLATES})` : problem);

/**
 * The query with its templates filled in. No value can change the structure of the query: it is escaped or, where the language
 * has no escapes, refused.
 */
export function fillQuery(query: SourceQuery, subject: TemplateSubject): { readonly query: SourceQuery } | { readonly refused: string } {
  try {
    return { query: mapTexts(query, ({ text, rule }) => fillText(text, rule, subject)) };
  } catch (error) {
    if (error instanceof UnfillableError) return { refused: error.message };
    throw error;
  }
}

function fillText(text: string, rule: Rule, subject: TemplateSubject): string {
  const valuesOf = (name: string): readonly string[] => {
    const values = templateValues(name, subject);
    if (values.length === 0) throw new UnfillableError(`there is no value for {{${name}}}`);
    return values;
  };
  if (typeof rule === 'object') return fillQuoted(text, rule, valuesOf);
  const filled = replaceTemplates(text, (name) => {
    const value = valuesOf(name)[0] ?? '';
    if (rule === 'path') return encodeURIComponent(value.replace(/\p{Cs}/gu, ' '));
    if (!WORD.test(value)) throw new UnfillableError(`the value of {{${name}}} cannot be used there, because it is not a plain name`);
    return value;
  });
  if (rule === 'path' && DOT_SEGMENT.test(filled.split(/[?#]/, 1)[0] ?? ''))
    throw new UnfillableError('a value would lead to another path');
  return filled;
}

function textsOf(query: SourceQuery): readonly TemplateText[] {
  const texts: TemplateText[] = [];
  mapTexts(query, (text) => {
    texts.push(text);
    return text.text;
  });
  return texts;
}

/** The query with each text that may contain templates replaced. */
function mapTexts(query: SourceQuery, change: (text: TemplateText) => string): SourceQuery {
  const text = (name: string, given: string, rule: Rule): string => change({ path: [name], text: given, rule });
  const optional = (name: string, given: string | null, rule: Rule): string | null => (given === null ? null : text(name, given, rule));
  switch (query.from) {
    case 'prometheus':
      return { ...query, query: text('query', query.query, PROMQL) };
    case 'metrics':
      return query;
    case 'kubernetes':
      return {
        ...query,
        namespace: optional('namespace', query.namespace, 'word'),
        selector: optional('selector', query.selector, 'word'),
      };
    case 'logs':
      return { ...query, query: optional('query', query.query, LOG_QUERY) };
    case 'httpJson': {
      const fields = Object.entries(query.fields).map(
        ([name, path]) => [name, change({ path: ['fields', name], text: path, rule: JSON_PATH })] as const,
      );
      return {
        ...query,
        source: optional('source', query.source, 'word'),
        path: text('path', query.path, 'path'),
        fields: Object.fromEntries(fields),
      };
    }
    case 'deployments':
      return { ...query, project: optional('project', query.project, 'word') };
    default:
      return assertNever(query);
  }
}
