/** Values in parentheses may hold commas, so they are not split at these. */
const REQUIREMENT = /\s*((?:[^,()]|\([^)]*\))+)\s*(?:,|$)/g;

/**
 * Whether labels satisfy a label selector, as the API server understands it. Used where it cannot select for us: a service's
 * selector is about its pods, whose labels stand in the templates of workloads.
 */
export function selects(selector: string | null, labels: Readonly<Record<string, string>>): boolean {
  if (selector === null) return true;
  return [...selector.matchAll(REQUIREMENT)].every(([, requirement = '']) => satisfies(requirement.trim(), labels));
}

function satisfies(requirement: string, labels: Readonly<Record<string, string>>): boolean {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(requirement);
  if (set !== null) {
    const [, name = '', operator, list = ''] = set;
    const isIn = list.split(',').some((value) => value.trim() === labels[name]);
    return operator === 'in' ? isIn : !isIn;
  }
  const pair = /^([^!=\s]+)\s*(==|!=|=)\s*(.*)$/.exec(requirement);
  if (pair !== null) {
    const [, name = '', operator, value = ''] = pair;
    return operator === '!=' ? labels[name] !== value : labels[name] === value;
  }
  return requirement.startsWith('!') ? labels[requirement.slice(1).trim()] === undefined : labels[requirement] !== undefined;
}
