import { defineSearchAttributeKey, SearchAttributeType, type SearchAttributeUpdatePair } from '@temporalio/common';

/** What Temporal can search incidents by. Names and types are fixed, because a namespace keeps them. */
export const SEARCH_ATTRIBUTES = {
  severity: defineSearchAttributeKey('IncidentSeverity', SearchAttributeType.KEYWORD),
  status: defineSearchAttributeKey('IncidentStatus', SearchAttributeType.KEYWORD),
  source: defineSearchAttributeKey('IncidentSource', SearchAttributeType.KEYWORD),
  channel: defineSearchAttributeKey('IncidentChannel', SearchAttributeType.KEYWORD),
  blockedStep: defineSearchAttributeKey('IncidentBlockedStep', SearchAttributeType.KEYWORD),
  responders: defineSearchAttributeKey('IncidentResponders', SearchAttributeType.KEYWORD_LIST),
  secondsToAcknowledge: defineSearchAttributeKey('IncidentSecondsToAcknowledge', SearchAttributeType.INT),
  secondsToResolve: defineSearchAttributeKey('IncidentSecondsToResolve', SearchAttributeType.INT),
} as const;

/** Values by the names above; null removes one. */
export type SearchAttributeValues = { readonly [Name in keyof typeof SEARCH_ATTRIBUTES]: string | number | readonly string[] | null };

/** The values in the SDK's form, in declaration order. */
export function attributePairs(values: Partial<SearchAttributeValues>): SearchAttributeUpdatePair[] {
  return Object.entries(SEARCH_ATTRIBUTES)
    .filter(([name]) => Object.hasOwn(values, name))
    .map(([name, key]) => ({ key, value: values[name as keyof SearchAttributeValues] }) as SearchAttributeUpdatePair);
}
