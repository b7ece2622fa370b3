import { followFiles } from '../checked-yaml/follow-files';
import type { Service, ServiceCatalog } from '../incident/model/investigation/service';
import { loadServices } from './load-services';

export interface ServiceSourceOptions {
  /** Null if none is configured. */
  readonly file: string | null;
  /** The file's contents at the first read. */
  readonly first: readonly Service[];
  /** Called once per change: with the new services, or with the reason why they cannot be used. */
  readonly changed: (outcome: { readonly taken: readonly Service[] } | { readonly refused: Error }) => void;
}

/** The file's current services, without a restart. */
export function createServiceSource({ file, ...options }: ServiceSourceOptions): () => Promise<ServiceCatalog> {
  if (file === null) return async () => ({ services: [], problem: null });
  const current = followFiles({ paths: [file], load: () => loadServices(file), ...options });
  return async () => {
    const { value, problem } = await current();
    return { services: value, problem };
  };
}
