import type { Deployment } from '../../incident/investigation/sources/read-deployments';

/** The deployments of a project; at least those of this span. @throws SourceError */
export type ListDeployments = (
  project: string,
  span: { readonly fromMs: number; readonly toMs: number },
  signal: AbortSignal,
) => Promise<readonly Deployment[]>;
