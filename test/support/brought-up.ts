/** What the global setup started and the global teardown stops; both run in Jest's own process. */
const holder = globalThis as unknown as { incidentTestComponents?: { stop(): Promise<void> }[] };
holder.incidentTestComponents ??= [];
export const brought = holder.incidentTestComponents;
