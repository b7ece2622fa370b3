/**
 * A macro that was not filled in, and nothing else: `$ALERT_PRIORITY`, `{{ issueId }}`, `{EVENT.ID}`, `{ProblemID}`, `%HOST%`,
 * `$HOSTNAME$`, `$host.name$`, `*monitorURL*`.
 */
const MACRO = /^(?:\$\{?[A-Z_][A-Z0-9_.]*\}?|\$[A-Za-z_][\w.:]*\$|\{\{.*\}\}|\{[$#%]?[A-Z][A-Za-z0-9._]*\}|%[A-Z_]+%|\*[A-Za-z]+\*)$/s;
/** What template languages print for a value that does not exist. */
const NOTHING = new Set(['null', 'undefined', 'none', 'nil', 'n/a', '<no value>', '[no value]', '*unknown*']);

/** True if a template left this where a value belongs. Taken as an id, it would merge all alerts of the template. */
export function isTemplateRemains(text: string): boolean {
  const trimmed = text.trim();
  return MACRO.test(trimmed) || (trimmed.length < 12 && NOTHING.has(trimmed.toLowerCase()));
}
