import type { FieldProblem } from '../model/incident';
import { cleanLine } from '../text/clean-text';

const MAX_PROBLEMS = 20;
const MAX_VALUE = 200;

/**
 * Collects secondary fields that could not be read as given. The same value in the same field of many alerts is one problem.
 * If there are more than twenty, the last one says how many more.
 */
export class FieldProblems {
  private readonly kept = new Map<string, FieldProblem>();
  private readonly others = new Set<string>();

  note(field: string, value: unknown, taken: string): void {
    const problem = { field, value: rawText(value), taken };
    const key = `${field.replace(/\[\d+\]/g, '[]')} ${problem.value}`;
    if (this.kept.has(key)) return;
    if (this.kept.size < MAX_PROBLEMS) this.kept.set(key, problem);
    else this.others.add(key);
  }

  list(): readonly FieldProblem[] {
    const listed = [...this.kept.values()];
    if (this.others.size === 0) return listed;
    return [...listed.slice(0, -1), { field: 'other fields', value: `${this.others.size + 1} more values`, taken: 'their defaults' }];
  }
}

/** Text as given, anything else as JSON; one clean line. */
function rawText(value: unknown): string {
  if (typeof value === 'string') return cleanLine(value, MAX_VALUE);
  // JSON would turn a number beyond its range into null, which the sender did not write.
  if (typeof value === 'number') return String(value);
  return cleanLine(JSON.stringify(value) ?? String(value), MAX_VALUE);
}
