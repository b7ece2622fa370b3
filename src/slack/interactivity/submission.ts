import { unescaped } from '../transport/unescaped';
import type { SubmittedValues } from './modals/values';

/** A form that someone sent. */
export interface Submission {
  readonly user: { readonly userId: string; readonly name: string };
  readonly viewId: string;
  readonly callbackId: string;
  readonly metadata: string;
  readonly values: SubmittedValues;
}

/** What is told once the form has closed, and, of what was not done, under a field while it is still open. */
export interface Told {
  readonly text: string;
  /** Plain text by field. */
  readonly inForm?: Readonly<Record<string, string>>;
}

/** What was not done, told under one field, where errors are plain text. `text` is escaped. */
export const notDone = (text: string, field: string): Told => ({ text, inForm: { [field]: unescaped(text) } });
