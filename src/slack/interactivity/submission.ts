import type { SubmittedValues } from './modals/values';

/** A form that someone sent. */
export interface Submission {
  readonly user: { readonly userId: string; readonly name: string };
  readonly viewId: string;
  readonly callbackId: string;
  readonly metadata: string;
  readonly values: SubmittedValues;
}

/** What is told inside the form, under a field, or after it closed. */
export type Told = { readonly inForm: Readonly<Record<string, string>> } | { readonly text: string };

/** Errors in a form are plain text. */
export const plain = (text: string): string => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
