import { VALUE } from './elements';

/** What was entered, as Slack submits it: by block, then by element. */
export type SubmittedValues = Readonly<Record<string, Readonly<Record<string, SubmittedElement>>>>;
interface SubmittedElement {
  readonly value?: string | null | undefined;
  readonly selected_option?: { readonly value?: string } | null | undefined;
  readonly selected_options?: readonly { readonly value?: string }[] | undefined;
  readonly selected_user?: string | null | undefined;
  readonly selected_users?: readonly string[] | undefined;
}

const elementOf = (values: SubmittedValues, name: string): SubmittedElement => values[name]?.[VALUE] ?? {};

/** Trimmed; empty if nothing was entered. */
export const textIn = (values: SubmittedValues, name: string): string => (elementOf(values, name).value ?? '').trim();
export const choiceIn = (values: SubmittedValues, name: string): string => elementOf(values, name).selected_option?.value ?? '';
export const personIn = (values: SubmittedValues, name: string): string => elementOf(values, name).selected_user ?? '';
export const peopleIn = (values: SubmittedValues, name: string): readonly string[] => elementOf(values, name).selected_users ?? [];
export const isTicked = (values: SubmittedValues, name: string): boolean => (elementOf(values, name).selected_options ?? []).length > 0;
