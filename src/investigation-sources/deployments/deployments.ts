import { readDeployments } from '../../incident/investigation/sources/read-deployments';
import { assertNever } from '../../incident/text/assert-never';
import type { ReadOfService } from '../read-per-service';
import { SourceError } from '../source-error';
import type { Secret } from '../source-http';
import { listArgocd } from './argocd';
import { listGithub } from './github';
import { listGitlab } from './gitlab';
import { type JsonDeploymentsSettings, listJson } from './json';
import type { ListDeployments } from './list-deployments';

interface Common {
  readonly name: string;
  readonly url: string;
  readonly secret: Secret | null;
  /** For queries and services that name none. */
  readonly project?: string | undefined;
}

export type DeploymentsSettings =
  | (Common & { readonly type: 'github' | 'gitlab' | 'argocd' })
  | (Common & { readonly type: 'json' } & JsonDeploymentsSettings);

/** What was deployed around the time of the trouble. */
export function createDeployments(settings: DeploymentsSettings): ReadOfService<'deployments'> {
  const list = listOf(settings);
  return async ({ project: asked, withinMs }, context, signal) => {
    const { startedAt, now, service } = context;
    const project = asked ?? service?.deployments?.project ?? settings.project;
    if (project === undefined) {
      const hint = 'Give the probe a project, or the service its deployments entry in the services file.';
      throw new SourceError('source_query_rejected', 'the query names no project, and neither does its service', hint);
    }
    const deployments = await list(project, { fromMs: startedAt.getTime() - withinMs, toMs: now.getTime() }, signal);
    return readDeployments(deployments, service?.name ?? null, context, withinMs);
  };
}

function listOf(settings: DeploymentsSettings): ListDeployments {
  switch (settings.type) {
    case 'github':
      return listGithub(settings);
    case 'gitlab':
      return listGitlab(settings);
    case 'argocd':
      return listArgocd(settings);
    case 'json':
      return listJson(settings);
    default:
      return assertNever(settings);
  }
}
