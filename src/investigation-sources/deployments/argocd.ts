import type { Deployment } from '../../incident/investigation/sources/read-deployments';
import { SourceError } from '../source-error';
import { bearer, createSourceClient, type Secret } from '../source-http';
import { firstLine, millisecondsOf, shortRevision, textAt, valueAt } from './fields';
import type { ListDeployments } from './list-deployments';

const FAILED = new Set(['Failed', 'Error']);

/**
 * The history of an application in Argo CD, and its last synchronisation if that failed:
 * https://argo-cd.readthedocs.io/en/stable/developer-guide/api-docs/
 */
export function listArgocd({
  name,
  url,
  secret,
}: {
  readonly name: string;
  readonly url: string;
  readonly secret: Secret | null;
}): ListDeployments {
  const client = createSourceClient({ name: `Argo CD ${name}`, url, secret, authorize: bearer });
  const base = url.replace(/\/$/, '');
  return async (project, _span, signal) => {
    const application = await client.ask({ path: `/api/v1/applications/${encodeURIComponent(project)}` }, signal);
    const link = `${base}/applications/${encodeURIComponent(project)}`;
    if (valueAt(application, 'metadata') === undefined && valueAt(application, 'status') === undefined) {
      const message = `${client.label}: the answer is not an application`;
      throw new SourceError('source_answer_unreadable', message, 'Check that its url is the address of Argo CD.');
    }
    const history = valueAt(application, 'status', 'history');
    const deployed = (Array.isArray(history) ? history : []).flatMap((one): readonly Deployment[] => {
      const atMs = millisecondsOf(textAt(one, 'deployedAt'));
      const revisions = valueAt(one, 'revisions');
      const revision = textAt(one, 'revision') || textAt(Array.isArray(revisions) ? { first: revisions[0] } : {}, 'first');
      const by = valueAt(one, 'initiatedBy', 'automated') === true ? 'automated sync' : textAt(one, 'initiatedBy', 'username');
      return atMs === null ? [] : [{ atMs, text: `synchronised ${project} to ${shortRevision(revision)}`, by, link, succeeded: true }];
    });
    const operation = valueAt(application, 'status', 'operationState');
    const failedMs = FAILED.has(textAt(operation, 'phase')) ? millisecondsOf(textAt(operation, 'finishedAt')) : null;
    if (failedMs === null) return deployed;
    const text = `synchronising ${project}: ${firstLine(textAt(operation, 'message'))}`;
    const by = textAt(operation, 'operation', 'initiatedBy', 'username');
    return [...deployed, { atMs: failedMs, text, by, link, succeeded: false }];
  };
}
