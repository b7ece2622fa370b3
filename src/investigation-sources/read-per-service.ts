import { mergeReadings } from '../incident/investigation/sources/merge-readings';
import type { Reading } from '../incident/model/investigation/reading';
import type { Service } from '../incident/model/investigation/service';
import type { SourceQuery } from '../incident/model/investigation/source-query';
import type { ReadContext } from './port';
import { SourceError } from './source-error';

/** A query about one service, or about none in particular. */
export interface ServiceContext extends ReadContext {
  readonly service: Service | null;
}

/** Asks one source about one service. @throws SourceError */
export type ReadOfService<From extends SourceQuery['from']> = (
  query: Extract<SourceQuery, { readonly from: From }>,
  context: ServiceContext,
  signal: AbortSignal,
) => Promise<Reading>;

/**
 * Reads what the services file says of each service, each from its own source, as one reading. Services that cannot be read
 * are counted in the field `unread` and named in the evidence, unless none can be read.
 * @param isOwn True if the query takes its place from the services, rather than naming it itself.
 */
export async function readPerService(
  { services }: ReadContext,
  { isOwn, has, read }: { readonly isOwn: boolean; has(service: Service): boolean; read(service: Service | null): Promise<Reading> },
): Promise<Reading> {
  const [only, ...others] = services;
  if (!isOwn) return read(others.length === 0 ? (only ?? null) : null);
  const asked = services.filter(has);
  if (asked.length === 0) {
    const names = services.map(({ name }) => name).join(', ') || 'no service';
    throw new SourceError(
      'source_query_rejected',
      `the services file does not say where to look for ${names}`,
      'Complete the services file.',
    );
  }
  const answers = await Promise.all(
    asked.map(async (service) => {
      try {
        return { service, reading: await read(service) };
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        return { service, error };
      }
    }),
  );
  const readings = answers.flatMap((answer) => (answer.reading === undefined ? [] : [told(answer.service, answer.reading, asked.length)]));
  const [failed] = answers.flatMap(({ error }) => error ?? []);
  if (readings.length === 0 && failed !== undefined) throw failed;
  const unread = answers.flatMap(({ service, error }) =>
    error === undefined ? [] : [`${service.name} could not be read: ${error.message}`],
  );
  const merged = mergeReadings(readings);
  return { ...merged, fields: { ...merged.fields, unread: unread.length }, evidence: [...unread, ...merged.evidence] };
}

function told({ name }: Service, reading: Reading, count: number): Reading {
  return count === 1 ? reading : { ...reading, evidence: reading.evidence.map((line) => `${name}: ${line}`) };
}
