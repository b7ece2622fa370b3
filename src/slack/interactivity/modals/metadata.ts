import { isFields, own } from '../../../incident/text/read-fields';

/** What a form must remember until it is submitted. People cannot change it. */
export interface FormMetadata {
  /** Null in the form that declares an incident, and where the incident is chosen in the form. */
  readonly incidentId: string | null;
  readonly channelId: string | null;
  readonly responseUrl: string | null;
  /** When the form was opened (RFC 3339), and where the numbering of a new incident then stood. */
  readonly from?: { readonly at: string; readonly number: number };
  /** The message that is to be noted. */
  readonly quoted?: { readonly author: string; readonly at: string; readonly permalink: string | null };
}

/** At most 3,000 characters, which is what Slack keeps. */
export const writeMetadata = (metadata: FormMetadata): string => JSON.stringify(metadata);

/** Null if it is not ours. */
export function readMetadata(text: string): FormMetadata | null {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) && own(value, 'incidentId') !== undefined ? (value as unknown as FormMetadata) : null;
  } catch {
    return null;
  }
}
